using Apex.Domain.Quota;

namespace Apex.Tests.Domain.Quota;

public sealed class QuotaWindowTests
{
    private static readonly DateTimeOffset _start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);
    private static readonly QuotaWindow _sliding = new("w", 100, TimeSpan.FromMinutes(5));
    private static readonly QuotaWindow _aligned = new("h", 150, TimeSpan.FromHours(1), QuotaScope.Connection, IsAligned: true);

    [Theory]
    [InlineData(CallClass.Notification, 80)]
    [InlineData(CallClass.Manual, 72)]
    [InlineData(CallClass.GapCheck, 64)]
    [InlineData(CallClass.Poll, 56)]
    [InlineData(CallClass.Backfill, 40)]
    public void CeilingOf_Class_IsItsShareOfFourFifths(CallClass callClass, int expected) => Assert.Equal(expected, _sliding.CeilingOf(callClass));

    [Fact]
    public void FitsAt_RoomLeft_IsNow() => Assert.Null(_sliding.FitsAt([new(_start, 79)], CallClass.Notification, 1, _start.AddSeconds(3)));

    // The bucket 10:00:00-10:00:05 may hold a request of 10:00:04.999, which counts until 10:05:04.999.
    [Fact]
    public void FitsAt_FullSlidingWindow_IsWhenTheOldestBucketHasLeftWhole() =>
        Assert.Equal(_start.AddSeconds(305), _sliding.FitsAt([new(_start, 30), new(_start.AddSeconds(5), 50)], CallClass.Notification, 1, _start.AddSeconds(8)));

    [Fact]
    public void FitsAt_OneBucketIsNotEnough_WaitsForTheNext() =>
        Assert.Equal(_start.AddSeconds(310), _sliding.FitsAt([new(_start, 30), new(_start.AddSeconds(5), 50)], CallClass.Notification, 31, _start.AddSeconds(8)));

    [Fact]
    public void FitsAt_AlignedWindow_IsTheNextHour() =>
        Assert.Equal(_start.AddHours(1), _aligned.FitsAt([new(_start, 120)], CallClass.Notification, 1, _start.AddMinutes(59)));

    [Fact]
    public void FitsAt_LastHoursUse_DoesNotCountInAnAlignedWindow() =>
        Assert.Null(_aligned.FitsAt([new(_start.AddHours(-1), 120)], CallClass.Notification, 1, _start));

    // The vendor's view, counted here request by request: whoever takes what FitsAt allows never has more than four fifths in any span.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FitsAt_TakenGreedilyAtRandomInstants_NeverFillsAnySpan(int seed)
    {
        var random = new Random(seed);
        var sent = new List<DateTimeOffset>();
        var buckets = new Dictionary<DateTimeOffset, int>();
        for (var now = _start; now < _start.AddHours(1); now += TimeSpan.FromMilliseconds(random.Next(1, 4000)))
        {
            var wanted = random.Next(1, 6);
            if (_sliding.FitsAt([.. buckets.Select(bucket => new UsedBucket(bucket.Key, bucket.Value))], CallClass.Notification, wanted, now) is null)
            {
                buckets[_sliding.BucketOf(now)] = buckets.GetValueOrDefault(_sliding.BucketOf(now)) + wanted;
                sent.AddRange(Enumerable.Repeat(now, wanted));
            }
        }

        var most = sent.Max(from => sent.Count(at => at >= from && at - from <= _sliding.Span));
        Assert.InRange(most, 60, 80);
    }
}
