namespace Apex.Domain.Freshness;

/// <summary>What a device did for a while, by its own account.</summary>
public enum WearKind
{
    NotWorn,

    /// <summary>Worn by somebody who lay or sat still: where a sleep can hide.</summary>
    Rest,
    Active,
}

/// <summary>A stretch of one kind.</summary>
public sealed record WearSpan(DateTimeOffset From, DateTimeOffset Until, WearKind Kind)
{
    /// <summary>Minutes of it that lie between two instants.</summary>
    public double MinutesWithin(DateTimeOffset from, DateTimeOffset until)
    {
        var (start, end) = (From > from ? From : from, Until < until ? Until : until);
        return end > start ? (end - start).TotalMinutes : 0;
    }
}
