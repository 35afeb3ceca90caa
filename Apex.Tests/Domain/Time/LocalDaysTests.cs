using Apex.Domain.Time;

namespace Apex.Tests.Domain.Time;

public sealed class LocalDaysTests
{
    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("UTC", true)]
    [InlineData("europe/berlin", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("UTC+02:00", false)]
    [InlineData("", false)]
    public void IsKnownZone_OnlyIanaIds(string zone, bool expected) => Assert.Equal(expected, LocalDays.IsKnownZone(zone));

    [Fact]
    public void DayOf_UnknownZone_ThrowsAndNamesIt() =>
        Assert.Contains("Mars/Olympus", Assert.Throws<ArgumentException>(() => LocalDays.DayOf(DateTimeOffset.UnixEpoch, "Mars/Olympus")).Message, StringComparison.Ordinal);

    [Fact]
    public void DayOf_InstantsAtTheEdgeOfTheCalendar_Saturates()
    {
        Assert.Equal(DateOnly.MaxValue, LocalDays.DayOf(DateTimeOffset.MaxValue, "Pacific/Kiritimati"));
        Assert.Equal(DateOnly.MinValue, LocalDays.DayOf(DateTimeOffset.MinValue, "America/New_York"));
        Assert.Equal(DateOnly.MinValue, LocalDays.DayOf(DateTimeOffset.MinValue, "Etc/UTC", int.MinValue));
    }

    [Theory]
    [InlineData("2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00Z")]
    [InlineData("2026-11-01", "America/Havana", "2026-11-01T04:00:00Z")]
    [InlineData("2026-05-04", "Asia/Kathmandu", "2026-05-03T18:15:00Z")]
    public void StartOfDay_MidnightMissingOrTwice_IsTheFirstInstant(string day, string zone, string expectedUtc) =>
        Assert.Equal(
            DateTimeOffset.Parse(expectedUtc, System.Globalization.CultureInfo.InvariantCulture),
            LocalDays.StartOfDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), zone));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 23.5)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 24.5)]
    public void StartOfDay_NextMinusThis_IsTheLengthOfTheDay(string zone, string day, double hours)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(hours, (LocalDays.StartOfDay(date.AddDays(1), zone) - LocalDays.StartOfDay(date, zone)).TotalHours);
    }
}
