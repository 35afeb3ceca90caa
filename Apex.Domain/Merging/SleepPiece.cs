using Apex.Domain.Records;
using Apex.Domain.Sleep;

namespace Apex.Domain.Merging;

/// <summary>A sleep record whose session makes sense.</summary>
internal sealed record SleepPiece(SourceRecord Record, NormalizedSleep Sleep)
{
    /// <summary>Null when the record is no sleep or its session is rejected: then it takes part in nothing.</summary>
    public static SleepPiece? From(SourceRecord record)
    {
        if (record is not { Type: RecordType.Sleep, Values.Sleep: { } session }
            || SleepNormalizer.Normalize(session) is not SleepNormalization.Accepted(var sleep))
        {
            return null;
        }

        return new(record, sleep with { Tentative = sleep.Tentative || !record.Version.Final });
    }
}
