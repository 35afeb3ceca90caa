using Apex.Infrastructure.Outages;

namespace Apex.Tests.Outages;

public sealed class RefusalLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_CloseTogether_IsOneIntervalOfAllVendors()
    {
        var log = new RefusalLog();
        log.Add("watch", Start);
        log.Add("ring", Start.AddSeconds(59));
        log.Add("ring", Start.AddSeconds(118));
        log.Add("ring", Start.AddSeconds(200));

        Assert.Equal([(Start, Start.AddSeconds(118), 3L, "ring,watch"), (Start.AddSeconds(200), Start.AddSeconds(200), 1L, "ring")], Values(log.Take()));
        Assert.Empty(log.Take());
    }

    [Fact]
    public void Add_MoreIntervalsThanAreKept_LosesNoRefusal()
    {
        var log = new RefusalLog();
        for (var i = 0; i < 1000; i++)
        {
            log.Add("ring", Start.AddHours(i));
        }

        var kept = log.Take();
        Assert.Equal(64, kept.Count);
        Assert.Equal((1000L, Start, Start.AddHours(999)), (kept.Sum(interval => interval.Refused), kept[0].StartedAt, kept[^1].EndedAt));
    }

    [Fact]
    public void GiveBack_AfterMoreWasRefused_KeepsBoth()
    {
        var log = new RefusalLog();
        log.Add("ring", Start);
        var taken = log.Take();
        log.Add("watch", Start.AddSeconds(10));

        log.GiveBack(taken);

        Assert.Equal([(Start, Start.AddSeconds(10), 2L, "ring,watch")], Values(log.Take()));
    }

    private static IEnumerable<(DateTimeOffset, DateTimeOffset, long, string)> Values(IReadOnlyList<RefusedInterval> intervals) =>
        intervals.Select(interval => (interval.StartedAt, interval.EndedAt, interval.Refused, string.Join(',', interval.Providers)));
}
