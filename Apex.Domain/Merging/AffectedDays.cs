using Apex.Domain.Records;
using Apex.Domain.Sleep;
using Apex.Domain.Time;

namespace Apex.Domain.Merging;

/// <summary>Which days a changed record touches: its own, and those of the sleeps it may join with or part from.</summary>
internal static class AffectedDays
{
    public static HashSet<DateOnly> Of(SourceRecord? before, SourceRecord? after, IReadOnlyList<SourceRecord> neighbours, string zone)
    {
        HashSet<DateOnly> days = [];
        foreach (var changed in new[] { before, after }.OfType<SourceRecord>())
        {
            days.UnionWith(DaysOf(changed, zone));
            days.UnionWith(Joined(changed, neighbours).SelectMany(neighbour => DaysOf(neighbour, zone)));
        }

        return days;
    }

    private static IEnumerable<DateOnly> DaysOf(SourceRecord record, string zone)
    {
        yield return record.Day;
        if (Session(record) is { } session)
        {
            yield return LocalDays.DayOf(session.EndUtc, zone, session.EndOffsetMin);
        }
    }

    /// <summary>Fragments may join in a chain: a neighbour's neighbour moves with it.</summary>
    private static List<SourceRecord> Joined(SourceRecord changed, IReadOnlyList<SourceRecord> neighbours)
    {
        List<SourceRecord> joined = [changed];
        var left = neighbours.Where(neighbour => neighbour.Source == changed.Source && !IsSame(neighbour, changed)).ToList();
        for (var next = 0; next < joined.Count; next++)
        {
            var near = left.FindAll(neighbour => AreNear(neighbour, joined[next]));
            joined.AddRange(near);
            left.RemoveAll(near.Contains);
        }

        return joined;
    }

    private static bool IsSame(SourceRecord left, SourceRecord right) =>
        (left.ConnectionId, left.Type, left.ExternalId) == (right.ConnectionId, right.Type, right.ExternalId);

    private static bool AreNear(SourceRecord left, SourceRecord right) =>
        Session(left) is { } one
        && Session(right) is { } other
        && one.StartUtc - other.EndUtc <= SleepFragments.MaxGap
        && other.StartUtc - one.EndUtc <= SleepFragments.MaxGap;

    private static SleepSession? Session(SourceRecord record) =>
        record is { Type: RecordType.Sleep, Deleted: false } ? record.Values.Sleep : null;
}
