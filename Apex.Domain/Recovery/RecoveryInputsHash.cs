using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Apex.Domain.Recovery;

/// <summary>Names a score's inputs, so that a store can see that a day need not be scored again.</summary>
public static class RecoveryInputsHash
{
    private const int HashBytes = 16;

    /// <summary>32 lower-case hex digits over inputs, formula version and weights; the order of a history does not matter.</summary>
    public static string Hash(this RecoveryInputs inputs, string formulaVersion, RecoveryWeights weights)
    {
        StringBuilder text = new();
        text.Append(formulaVersion).Append('|')
            .AppendJoin(';', new double?[] { weights.Hrv, weights.RestingHr, weights.Duration, weights.Efficiency }.Select(Invariant)).Append('|')
            .Append(inputs.HrvKind?.ToString()).Append('|')
            .AppendJoin(';', new[] { inputs.HrvMs, inputs.RestingHrBpm, inputs.SleepHours, inputs.SleepEfficiency, inputs.SleepNeedHours }.Select(Invariant)).Append('|')
            .Append(inputs.IsProvisionalSleep ? '1' : '0').Append('|')
            .AppendJoin(';', Canonical(inputs.HrvHistory)).Append('|')
            .AppendJoin(';', Canonical(inputs.RestingHrHistory));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, HashBytes));
    }

    private static IEnumerable<string> Canonical(IReadOnlyList<HistoryValue> history) =>
        history
            .Where(value => value.DayOffset is >= -Baseline.WindowDays and <= -1)
            .OrderBy(value => value.DayOffset)
            .ThenBy(value => value.Value)
            .Select(value => $"{value.DayOffset.ToString(CultureInfo.InvariantCulture)}:{Invariant(value.Value)}");

    private static string Invariant(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "-";
}
