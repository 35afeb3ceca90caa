using Apex.Domain.Polling;

namespace Apex.Tests.Domain.Polling;

public sealed class DayBandsTests
{
    [Theory]
    [InlineData(7 * 60, 0)]
    [InlineData(9 * 60, 0)] // two hours is not beyond two hours
    [InlineData((9 * 60) + 1, 121)]
    [InlineData((15 * 60) + 28, 508)]
    [InlineData(5, -415)] // five past midnight is nearly seven hours early, not seventeen late
    public void ShiftMin_UsualWake_MovesTheBandsOfPeopleByAnotherClock(int usualWakeMinute, int expected) =>
        Assert.Equal(expected, DayBands.ShiftMin(usualWakeMinute));

    // 06-10 and 15-19 are wake -1 to +3 h and +8 to +12 h of somebody who wakes at 15:28.
    [Theory]
    [InlineData(14, 27, 180)]
    [InlineData(14, 28, 30)]
    [InlineData(18, 27, 30)]
    [InlineData(18, 28, 60)]
    [InlineData(23, 28, 30)]
    [InlineData(3, 27, 30)]
    [InlineData(3, 28, 60)]
    [InlineData(6, 28, 180)]
    public void EveryMin_NightWorker_FollowsTheirDay(int hour, int minute, int expected) =>
        Assert.Equal(expected, DayBands.EveryMin((hour * 60) + minute, shiftMin: 508));

    // 13:00 local is in the night band; its 180 min are cut short by the fast band that begins 14:28.
    [Fact]
    public void Next_NightWorker_IsPulledForwardToTheShiftedBand() => Assert.Equal(
        new DateTimeOffset(2026, 5, 4, 12, 28, 0, TimeSpan.Zero),
        DayBands.Next(new(2026, 5, 4, 11, 0, 0, TimeSpan.Zero), "Europe/Berlin", shiftMin: 508));

    // Woken at 00:05: the fast band begins 23:05 the evening before.
    [Fact]
    public void Next_BandThatBeginsTheEveningBefore_IsFound() => Assert.Equal(
        new DateTimeOffset(2026, 5, 4, 21, 5, 0, TimeSpan.Zero),
        DayBands.Next(new(2026, 5, 4, 19, 0, 0, TimeSpan.Zero), "Europe/Berlin", shiftMin: -415));
}
