namespace Apex.Domain.Quota;

/// <summary>One limit a vendor states: so many requests in any span, or in spans that begin on the clock.</summary>
/// <param name="Name">Stored with the counts; never renamed.</param>
/// <param name="Limit">Requests the vendor allows per <paramref name="Span"/>.</param>
/// <param name="IsAligned">The vendor documents that the count starts anew at whole spans of UTC (Fitbit: the top of the hour).</param>
public sealed record QuotaWindow(string Name, int Limit, TimeSpan Span, QuotaScope Scope = QuotaScope.App, bool IsAligned = false)
{
    private const int SubBuckets = 60;

    /// <summary>A fifth is never used: clocks differ, and a request is counted when it arrives, not when it was sent.</summary>
    private const double Usable = 0.8;

    /// <summary>The unit of counting.</summary>
    public TimeSpan Bucket => IsAligned ? Span : Span / SubBuckets;

    /// <summary>Start of the bucket an instant falls into.</summary>
    public DateTimeOffset BucketOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % Bucket.Ticks), TimeSpan.Zero);

    /// <summary>The oldest bucket that can still count at the vendor: a bucket that reaches into the window counts whole.</summary>
    public DateTimeOffset OldestCounted(DateTimeOffset now) => IsAligned ? BucketOf(now) : BucketOf(now - Span);

    /// <summary>Requests a class may bring the count to.</summary>
    public int CeilingOf(CallClass callClass) => (int)Math.Floor(Limit * Usable * CallClasses.Share(callClass));

    /// <summary>When <paramref name="wanted"/> more would fit under the class's ceiling, if nothing else is sent until then.</summary>
    /// <returns>Null: now.</returns>
    public DateTimeOffset? FitsAt(IReadOnlyCollection<UsedBucket> used, CallClass callClass, int wanted, DateTimeOffset now)
    {
        var counted = used.Where(bucket => bucket.StartsAt >= OldestCounted(now)).OrderBy(bucket => bucket.StartsAt).ToList();
        var over = counted.Sum(bucket => (long)bucket.Used) + wanted - CeilingOf(callClass);
        if (over <= 0)
        {
            return null;
        }

        foreach (var bucket in counted)
        {
            over -= bucket.Used;
            if (over <= 0)
            {
                return ForgottenAt(bucket.StartsAt);
            }
        }

        // More than the window can ever hold; asking again then shows the same, but not before.
        return ForgottenAt(BucketOf(now));
    }

    /// <summary>The first instant at which a bucket no longer counts.</summary>
    private DateTimeOffset ForgottenAt(DateTimeOffset bucketStart) => IsAligned ? bucketStart + Span : bucketStart + Bucket + Span;
}

/// <summary>Whose requests a window counts together.</summary>
public enum QuotaScope
{
    /// <summary>All of this installation's.</summary>
    App,

    /// <summary>One person's.</summary>
    Connection,
}

public readonly record struct UsedBucket(DateTimeOffset StartsAt, int Used);
