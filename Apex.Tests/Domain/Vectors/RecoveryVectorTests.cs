using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Domain.Recovery;
using static Apex.Tests.Domain.Vectors.VectorFile;

namespace Apex.Tests.Domain.Vectors;

public sealed class RecoveryVectorTests
{
    private const string File = "recovery.json";

    public static TheoryData<int> Days => Indexes(File, "vectors", 26);

    public static TheoryData<int> Curves => Indexes(File, "subScores", 38);

    [Theory, MemberData(nameof(Days))]
    public void ApexScore_VectorDay_MatchesReference(int index)
    {
        var row = Rows(File, "vectors")[index];
        var expected = row.GetProperty("expected");

        var result = ApexRecovery.Score(Inputs(row.GetProperty("input")));

        AssertClose(expected.Number("score"), result.Score, "score");
        AssertClose(expected.Number("coverage"), result.Coverage, "coverage");
        Assert.Equal(
            (expected.TextOrNull("zone"), expected.Text("status"), expected.TextOrNull("confidence")),
            (result.Zone?.ToString(), result.Status.ToString(), result.Confidence?.ToString()));
        Assert.Equal(expected.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!), result.Reasons);
        // The reference leaves flags of a day without a score unset.
        Assert.Equal(expected.GetProperty("autonomicStrain").ValueKind is JsonValueKind.True, result.AutonomicStrain);
        Assert.Equal(expected.GetProperty("hrvUnusuallyHigh").ValueKind is JsonValueKind.True, result.HrvUnusuallyHigh);
        Assert.Equal(ApexRecovery.Version, result.FormulaVersion);
    }

    [Theory, MemberData(nameof(Days))]
    public void ApexScore_VectorDay_PartsMatchReference(int index)
    {
        var row = Rows(File, "vectors")[index];
        var (sub, debug) = (row.GetProperty("expected").GetProperty("sub"), row.GetProperty("expected").GetProperty("debug"));

        var result = ApexRecovery.Score(Inputs(row.GetProperty("input")));

        AssertClose(sub.Number("hrv"), result.Sub.Hrv, "hrv");
        AssertClose(sub.Number("rhr"), result.Sub.RestingHr, "rhr");
        AssertClose(sub.Number("duration"), result.Sub.Duration, "duration");
        AssertClose(sub.Number("efficiency"), result.Sub.Efficiency, "efficiency");
        AssertClose(debug.Number("hrvZ"), result.HrvZ, "hrvZ");
        AssertClose(debug.Number("hrvZTrend"), result.HrvTrendZ, "hrvZTrend");
        AssertClose(debug.Number("rhrZ"), result.RestingHrZ, "rhrZ");
        AssertClose(debug.Number("rhrDelta"), result.RestingHrDelta, "rhrDelta");
    }

    [Theory, MemberData(nameof(Days))]
    public void ApexScore_PrdWeights_MatchesReference(int index)
    {
        var row = Rows(File, "vectors")[index];

        var result = ApexRecovery.Score(Inputs(row.GetProperty("input")), PrdRecovery.DefaultWeights);

        AssertClose(row.GetProperty("expected").Number("scoreWithPrdV6Weights"), result.Score, "scoreWithPrdV6Weights");
    }

    [Theory, MemberData(nameof(Days))]
    public void PrdScore_VectorDay_MatchesLiteralRule(int index)
    {
        var row = Rows(File, "vectors")[index];

        var result = PrdRecovery.Score(Inputs(row.GetProperty("input")));

        AssertClose(row.GetProperty("expected").Number("prdV6Literal"), result.Score, "prdV6Literal");
    }

    /// <summary>Plain renormalisation over all four, which the formula deliberately does not do, from its own sub-scores.</summary>
    [Theory, MemberData(nameof(Days))]
    public void ApexSubScores_RenormalisedNaively_MatchReference(int index)
    {
        var row = Rows(File, "vectors")[index];

        var result = ApexRecovery.Score(Inputs(row.GetProperty("input")));
        var naive = ((result.Weights.Hrv * (result.Sub.Hrv ?? 0)) + (result.Weights.RestingHr * (result.Sub.RestingHr ?? 0))
            + (result.Weights.Duration * (result.Sub.Duration ?? 0)) + (result.Weights.Efficiency * (result.Sub.Efficiency ?? 0)))
            / result.Coverage;

        AssertClose(row.GetProperty("expected").Number("naiveRenormalisedScore"), result.Score is null ? null : naive, "naive");
    }

    [Theory, MemberData(nameof(Curves))]
    public void SubScores_VectorPoint_MatchesReference(int index)
    {
        var row = Rows(File, "subScores")[index];

        var actual = row.Text("fn") switch
        {
            "durationScore" => SubScores.Duration(row.Number("hours")!.Value, row.Number("need")!.Value),
            "efficiencyScore" => SubScores.Efficiency(row.Number("efficiency")!.Value),
            "squash" => SubScores.Squash(row.Number("z")!.Value),
            var unknown => throw new InvalidOperationException(unknown),
        };

        AssertClose(row.Number("expected"), actual, row.Text("fn"));
    }

    private static RecoveryInputs Inputs(JsonElement input)
    {
        var kind = input.Text("hrvKind");
        return new()
        {
            HrvMs = input.Number("hrvMs"),
            HrvKind = kind == "sdnn" ? HrvKind.SdnnSpot : HrvKind.RmssdNight,
            RestingHrBpm = input.Number("rhrBpm"),
            SleepHours = input.Number("sleepHours"),
            SleepEfficiency = input.Number("sleepEfficiency"),
            SleepNeedHours = input.Number("sleepNeedHours")!.Value,
            HrvHistory = input.GetProperty("hrvHistory").TryGetProperty(kind, out var history) ? History(history) : [],
            RestingHrHistory = History(input.GetProperty("rhrHistory")),
        };
    }

    private static List<HistoryValue> History(JsonElement pairs) =>
        [.. pairs.EnumerateArray().Select(pair => new HistoryValue(pair[0].GetInt32(), pair[1].GetDouble()))];
}
