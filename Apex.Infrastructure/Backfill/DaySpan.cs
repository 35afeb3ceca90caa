namespace Apex.Infrastructure.Backfill;

/// <summary>Days of the wearer, both ends included.</summary>
internal readonly record struct DaySpan(DateOnly First, DateOnly Last)
{
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>In parts of at most so many days, newest first: that is what a person who has just connected looks for.</summary>
    public IReadOnlyList<DaySpan> Chunks(int days)
    {
        var chunks = new List<DaySpan>();
        for (var last = Last; last >= First; last = last.AddDays(-days))
        {
            var first = last.AddDays(1 - days);
            chunks.Add(new(first < First ? First : first, last));
        }

        return chunks;
    }
}
