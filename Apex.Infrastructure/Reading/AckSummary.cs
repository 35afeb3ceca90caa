using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>One vendor's record of answers: what is written, and what this node has yet to write. Other nodes' last minute comes with their next writing.</summary>
internal sealed record AckSummary(AckRecord Hour, AckRecord Day, DateTimeOffset? LastAcceptedAt)
{
    public static async Task<AckSummary> ReadAsync(DbSession session, ProviderTraits traits, IReadOnlyList<AckEntry> unwritten, DateTimeOffset now)
    {
        var hour = now.AddHours(-1);
        var sums = await AckMinuteSql.SinceAsync(session, traits.Name, now.AddDays(-1), hour);
        sums.AddRange(unwritten.Select(entry => Sum(entry, isInHour: entry.Cell.Minute >= hour)));
        var written = await AckMinuteSql.LastAcceptedAsync(session, traits.Name);
        var here = unwritten.Where(entry => entry.Cell.Answer == AckScale.Accepted).Max(entry => (DateTimeOffset?)entry.Tally.LastAt);
        return new(
            Record([.. sums.Select(sum => sum with { Times = sum.HourTimes, SlowestMs = sum.HourSlowestMs })], traits.AckLimit),
            Record(sums, traits.AckLimit),
            written > here || here is null ? written : here);
    }

    private static AckSum Sum(AckEntry entry, bool isInHour)
    {
        var (cell, tally) = entry;
        return new(cell.Answer, cell.WithinMs, tally.Times, tally.SlowestMs, isInHour ? tally.Times : 0, isInHour ? tally.SlowestMs : 0);
    }

    // A flood of refusals, which cost next to nothing, must not embellish the times.
    private static AckRecord Record(IReadOnlyList<AckSum> sums, AckLimit? limit)
    {
        var timed = sums.Where(sum => sum.Answer != AckScale.Refused && sum.Times > 0).OrderBy(sum => sum.WithinMs).ToList();
        int? slowest = timed.Count == 0 ? null : timed.Max(sum => sum.SlowestMs);
        return new(
            Times(sums, AckScale.Accepted), Times(sums, AckScale.Refused), Times(sums, AckScale.Unavailable),
            P99(timed) is { } bound ? Math.Min(bound, slowest!.Value) : null, slowest,
            limit is null ? 0 : timed.Where(sum => sum.WithinMs > limit.WithinSeconds * 1000).Sum(sum => sum.Times));
    }

    private static long Times(IEnumerable<AckSum> sums, string answer) => sums.Where(sum => sum.Answer == answer).Sum(sum => sum.Times);

    // Nearest rank.
    private static int? P99(List<AckSum> byBound)
    {
        var left = (long)Math.Ceiling(byBound.Sum(sum => sum.Times) * 0.99);
        foreach (var sum in byBound)
        {
            left -= sum.Times;
            if (left <= 0)
            {
                return sum.WithinMs;
            }
        }

        return null;
    }
}
