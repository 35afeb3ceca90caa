using System.Globalization;

namespace Apex.Infrastructure.Gate;

/// <summary>
/// The brake on asking people to reconnect: a vendor that refuses many at once is in trouble itself, and a fleet told to sign in again for nothing does
/// not believe the next message. Pure.
/// </summary>
internal static class MassReauth
{
    public const string Reason = "mass_reauth";

    /// <summary>Refreshes in a row that have to succeed: one may be luck while others are refused.</summary>
    public const int SuccessesToRelease = 3;

    private const int AtLeast = 5;
    private const int OneIn = 10;
    private const int WindowMinutes = 10;

    /// <summary>A refresh was refused. The connection flips unless the result is braked.</summary>
    /// <param name="active">Connections of the vendor that are active, this one included.</param>
    public static ProviderHealth Refuse(ProviderHealth health, long active, DateTimeOffset now)
    {
        if (health.BrakedAt is not null)
        {
            return health with { BrakeSuccesses = 0 };
        }

        var minute = now.ToUnixTimeSeconds() / 60;
        var recent = Read(health.RecentFlips).Where(flips => flips.Minute >= minute - WindowMinutes).ToList();
        var flipped = recent.Sum(flips => flips.Count);
        if (flipped >= Math.Max(AtLeast, (active + flipped) / OneIn))
        {
            return health with { BrakedAt = now, BrakeSuccesses = 0 };
        }

        var inThisMinute = recent.Where(flips => flips.Minute == minute).Sum(flips => flips.Count);
        return health with { RecentFlips = Text([.. recent.Where(flips => flips.Minute != minute), (minute, inThisMinute + 1)]) };
    }

    public static ProviderHealth Succeed(ProviderHealth health) => health.BrakedAt is null
        ? health
        : health.BrakeSuccesses + 1 < SuccessesToRelease ? health with { BrakeSuccesses = health.BrakeSuccesses + 1 } : Release(health);

    public static ProviderHealth Release(ProviderHealth health) => health with { BrakedAt = null, BrakeSuccesses = 0, RecentFlips = "" };

    // "29500123:2 29500124:3"; at most eleven, the minutes of the window.
    private static IEnumerable<(long Minute, long Count)> Read(string text) =>
        from part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let pair = part.Split(':')
        select (long.Parse(pair[0], CultureInfo.InvariantCulture), long.Parse(pair[1], CultureInfo.InvariantCulture));

    private static string Text(IEnumerable<(long Minute, long Count)> flips) =>
        string.Join(' ', flips.Select(some => string.Create(CultureInfo.InvariantCulture, $"{some.Minute}:{some.Count}")));
}
