using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Wake;

namespace Apex.Tests.Domain.Wake;

public sealed class UsualWakeTests
{
    // 2026-05-04 is a Monday.
    private static readonly DateOnly _monday = new(2026, 5, 4);

    [Fact]
    public void Of_WeekdaysAndWeekends_AreApart()
    {
        List<WakeMorning> mornings = [.. Enumerable.Range(1, 28).Select(back => _monday.AddDays(-back))
            .Select(day => new WakeMorning(day, day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 600 : 390))];

        Assert.Equal(new UsualWake(390, 600), UsualWake.Of(mornings, _monday));
    }

    [Fact]
    public void Of_TwoMornings_IsUnknownAndSevenOClock()
    {
        var usual = UsualWake.Of([new(_monday.AddDays(-1), 600), new(_monday.AddDays(-2), 600)], _monday);

        Assert.Equal((default, 420, 420), (usual, usual.MinuteOn(_monday), usual.MinuteOn(_monday.AddDays(-1))));
    }

    // Who sleeps until ten is not late at half past nine. 10:00 in Berlin is 08:00Z.
    [Theory]
    [InlineData(9, 59, FreshnessState.Due)]
    [InlineData(10, 1, FreshnessState.Late)]
    public void Evaluate_LateRiser_IsDueTwoHoursAfterTheirUsualWake(int hour, int minute, FreshnessState expected)
    {
        var inputs = new FreshnessInputs
        {
            Signal = SignalGroup.Sleep,
            TimeZone = "Europe/Berlin",
            NewestDay = _monday.AddDays(-1),
            Instants = new() { EventAt = new DateTimeOffset(2026, 5, 3, 8, 0, 0, TimeSpan.Zero) },
            Offered = true,
            Connected = true,
            UsualWake = new(600, null),
        };

        Assert.Equal(expected, FreshnessRules.Evaluate(inputs, new(2026, 5, 4, hour, minute, 0, TimeSpan.Zero)).State);
    }
}
