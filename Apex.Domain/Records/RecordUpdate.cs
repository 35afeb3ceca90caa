namespace Apex.Domain.Records;

/// <summary>What a newly arrived copy of a vendor record does to the stored one (design, section 3 "Records and versions").</summary>
public static class RecordUpdate
{
    /// <summary>The record to store, or null when nothing changes.</summary>
    /// <param name="complete">True for a fetch of the whole record: absent fields clear. False for a push: absent fields keep the stored value.</param>
    public static SourceRecord? Apply(SourceRecord? stored, SourceRecord incoming, bool complete)
    {
        // A delete is final by nature, so that it outranks the copies it deletes.
        var version = incoming.Deleted ? incoming.Version with { Final = true } : incoming.Version;
        if (stored is null)
        {
            return Accept(incoming with { Version = version });
        }

        // Whatever is processed first: the record was first received when its first copy was. The merge fold depends on it.
        var firstReceivedAt = incoming.FirstReceivedAt < stored.FirstReceivedAt ? incoming.FirstReceivedAt : stored.FirstReceivedAt;
        if (version < stored.Version)
        {
            return firstReceivedAt == stored.FirstReceivedAt ? null : stored with { FirstReceivedAt = firstReceivedAt };
        }

        var updated = Accept(incoming with
        {
            Version = version,
            FirstReceivedAt = firstReceivedAt,
            // A delete often names only the object; the day it had is the day to recompute.
            Day = incoming.Deleted ? stored.Day : incoming.Day,
            Values = complete ? incoming.Values : RecordOverlay.Over(stored.Values, incoming.Values),
        });

        // The very version again says something else only after a parser was fixed: a replay must be able to correct.
        return updated == stored ? null : updated;
    }

    private static SourceRecord? Accept(SourceRecord record)
    {
        if (record.Deleted)
        {
            // A tombstone holds nothing, so that a partial revival cannot bring deleted values back.
            return record with { Values = new() };
        }

        return RecordEssentials.AreIn(record.Type, record.Values) ? record : null;
    }
}
