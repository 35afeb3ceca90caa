using Apex.Domain.Wake;

namespace Apex.Tests.Domain.Wake;

/// <summary>Berlin in May is UTC+2; the usual wake is 06:45 with a spread of 15 minutes, so signs count after 06:15 local.</summary>
public sealed class WakeDetectorTests
{
    private static readonly DateOnly _day = new(2026, 5, 4);
    private static readonly WakeEstimate _usual = new(405, 15, WakeBasis.Weekday, 10, IsIrregular: false);

    [Fact]
    public void Detect_FinalRecord_IsMeasured() => Assert.Equal(
        new WakeTime(Utc(3, 50), WakeState.Measured, IsIrregular: false),
        Detect(new() { MeasuredAt = Utc(3, 50), IsFinal = true, AppOpenedAt = [Utc(4, 30)] }));

    [Fact]
    public void Detect_TentativeRecord_SaysSo() => Assert.Equal(WakeState.MeasuredTentative, Detect(new() { MeasuredAt = Utc(3, 50) }).State);

    [Fact]
    public void Detect_TwoSamplesOfAHundredSteps_IsAwakeByTheFirst() => Assert.Equal(
        new WakeTime(Utc(4, 20), WakeState.Inferred, IsIrregular: false),
        Detect(new() { Steps = [(Utc(4, 25), 60), (Utc(4, 20), 40)] }));

    [Theory]
    [InlineData(4, 20, 4, 25, 99)] // too few steps
    [InlineData(4, 10, 4, 14, 500)] // at night
    public void Detect_TooLittleWalking_StaysEstimated(int hour, int minute, int otherHour, int otherMinute, int steps) => Assert.Equal(
        new WakeTime(Utc(4, 45), WakeState.Estimated, IsIrregular: false),
        Detect(new() { Steps = [(Utc(hour, minute), steps / 2), (Utc(otherHour, otherMinute), steps - (steps / 2))] }));

    [Fact]
    public void Detect_OneSampleHoweverLarge_StaysEstimated() => Assert.Equal(WakeState.Estimated, Detect(new() { Steps = [(Utc(4, 30), 900)] }).State);

    [Fact]
    public void Detect_AppOpenedBeforeTheSteps_IsAwakeByThen() => Assert.Equal(
        Utc(4, 18), Detect(new() { AppOpenedAt = [Utc(4, 18), Utc(3, 0)], Steps = [(Utc(4, 20), 80), (Utc(4, 30), 80)] }).At);

    [Fact]
    public void Detect_EarlyRiser_AppOpenedBeforeFourIsStillNight()
    {
        var early = _usual with { MinuteOfDay = 4 * 60 };

        Assert.Equal(WakeState.Estimated, WakeDetector.Detect(new() { AppOpenedAt = [Utc(1, 50)] }, early, _day, "Europe/Berlin").State);
    }

    [Fact]
    public void Detect_NothingKnown_IsSevenLocal() => Assert.Equal(
        new WakeTime(Utc(5, 0), WakeState.Fallback, IsIrregular: false),
        WakeDetector.Detect(new(), WakeEstimator.Estimate([], _day), _day, "Europe/Berlin"));

    [Theory]
    [InlineData(2.5, 0, 15, false)]
    [InlineData(6, 5, 180, true)]
    [InlineData(-3, 2, 90, true)]
    [InlineData(6, 6, 15, false)] // a day per hour
    public void AfterZoneChange_Flight_WidensForAsManyDaysAsHours(double hours, int daysSince, double spread, bool irregular)
    {
        var estimate = WakeEstimator.AfterZoneChange(_usual, hours, daysSince);

        Assert.Equal((spread, irregular), (estimate.SpreadMin, estimate.IsIrregular));
    }

    private static WakeTime Detect(WakeSigns signs) => WakeDetector.Detect(signs, _usual, _day, "Europe/Berlin");

    private static DateTimeOffset Utc(int hour, int minute) => new(2026, 5, 4, hour, minute, 0, TimeSpan.Zero);
}
