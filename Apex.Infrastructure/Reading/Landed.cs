namespace Apex.Infrastructure.Reading;

/// <summary>The days stored last, newest first.</summary>
public sealed record Landed(DateTimeOffset Now, IReadOnlyList<LandedDay> Days);

public sealed record LandedDay(string DisplayName, string TimeZone, DayGlance Day);
