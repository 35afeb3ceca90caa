using Apex.Domain.Freshness;

namespace Apex.Infrastructure.Freshness;

/// <summary>When a verdict is due to be made again. A lateness is looked at less and less often: its cause may become known, by others' data
/// for one, but a device that lies in a drawer for a year must not cost a look every minute. The spans are Apex's own choice.</summary>
internal static class LookAgain
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Latest = TimeSpan.FromHours(6);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public static DateTimeOffset At(SignalFreshnessView verdict, DateTimeOffset now)
    {
        var byTime = verdict.NextChangeAt is { } change && change < now + Latest ? change : now + Latest;
        var byPatience = verdict.State is FreshnessState.Fresh or FreshnessState.Due ? now + Latest : now + Patience(verdict.DueAt, now);
        var next = byTime < byPatience ? byTime : byPatience;

        // Never at once: a page would be read again and again.
        return next > now + Tick ? next : now + Tick;
    }

    private static TimeSpan Patience(DateTimeOffset? dueAt, DateTimeOffset now) =>
        dueAt is { } due && (now - due) / 4 is var waited && waited < Latest ? waited > Soonest ? waited : Soonest : Latest;
}
