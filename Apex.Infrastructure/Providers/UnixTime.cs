using System.Globalization;

namespace Apex.Infrastructure.Providers;

/// <summary>Unix times as vendors write them.</summary>
internal static class UnixTime
{
    // 1e11 seconds is the year 5138 and 1e11 ms is 1973: everything real lies on one side.
    private const long FirstThatIsMilliseconds = 100_000_000_000;
    private static readonly DateTimeOffset _earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds or milliseconds, told apart by magnitude; null when it is neither or no instant between 2000 and 2200.</summary>
    public static DateTimeOffset? FromSecondsOrMs(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number < FirstThatIsMilliseconds ? FromSeconds(number) : FromMs(number)
            : null;

    public static DateTimeOffset? FromSeconds(double seconds) => FromMs(seconds * 1000);

    public static DateTimeOffset? FromMs(double ms) =>
        ms >= _earliest.ToUnixTimeMilliseconds() && ms < _latest.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms)
            : null;
}
