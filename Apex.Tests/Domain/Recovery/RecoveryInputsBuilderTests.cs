using Apex.Domain.Metrics;
using Apex.Domain.Recovery;

namespace Apex.Tests.Domain.Recovery;

public sealed class RecoveryInputsBuilderTests
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    private static readonly DayValues Today = new()
    {
        HrvAvgMs = 60,
        HrvKind = HrvKind.RmssdNight,
        RestingHrBpm = 52,
        SleepDurationHours = 7.5,
        SleepEfficiency = 90,
        IsProvisionalSleep = true,
    };

    private static readonly Dictionary<SignalGroup, Origin> Origins = new()
    {
        [SignalGroup.Hrv] = new(SourceId.Oura, null, Guid.Empty, "h"),
        [SignalGroup.RestingHr] = new(SourceId.Garmin, null, Guid.Empty, "r"),
    };

    [Fact]
    public void Build_MixedHistory_TakesOnlyTheSameSourceAndKind()
    {
        StoredDay[] earlier =
        [
            Stored(-61, SourceId.Oura, HrvKind.RmssdNight, 1, SourceId.Garmin),
            Stored(-60, SourceId.Oura, HrvKind.RmssdNight, 2, SourceId.Garmin),
            Stored(-3, SourceId.Whoop, HrvKind.RmssdNight, 3, SourceId.Garmin),
            Stored(-2, SourceId.Oura, HrvKind.RmssdDeep, 4, SourceId.Oura),
            Stored(-1, SourceId.Oura, HrvKind.RmssdNight, 5, SourceId.Garmin),
            Stored(0, SourceId.Oura, HrvKind.RmssdNight, 6, SourceId.Garmin),
        ];

        var inputs = RecoveryInputsBuilder.Build(Day, Today, Origins, earlier, sleepNeedHours: 8);

        Assert.Equal([new(-1, 5), new(-60, 2)], inputs.HrvHistory);
        Assert.Equal([new(-1, 50), new(-3, 50), new(-60, 50)], inputs.RestingHrHistory);
        Assert.Equal(
            new RecoveryInputs
            {
                HrvMs = 60,
                HrvKind = HrvKind.RmssdNight,
                RestingHrBpm = 52,
                SleepHours = 7.5,
                SleepEfficiency = 90,
                SleepNeedHours = 8,
                IsProvisionalSleep = true,
                HrvHistory = inputs.HrvHistory,
                RestingHrHistory = inputs.RestingHrHistory,
            },
            inputs);
    }

    [Fact]
    public void Build_NoHrvToday_NeedsNoHistory() =>
        Assert.Empty(RecoveryInputsBuilder.Build(
            Day, Today with { HrvAvgMs = null }, Origins, [Stored(-1, SourceId.Oura, HrvKind.RmssdNight, 5, SourceId.Garmin)], 7.5).HrvHistory);

    private static StoredDay Stored(int offset, SourceId hrvSource, HrvKind kind, double hrvMs, SourceId restingHrSource) =>
        new(Day.AddDays(offset), hrvMs, kind, hrvSource, 50, restingHrSource);
}
