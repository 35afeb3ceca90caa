namespace Apex.Domain.Records;

/// <summary>Which of two copies of a vendor record is newer: final over tentative, then <paramref name="OrderAtMs"/>, then <paramref name="Generation"/>.</summary>
/// <param name="Final">False while the vendor calls the record tentative.</param>
/// <param name="OrderAtMs">Unix ms. The record's own update instant, else the vendor's ordering header, else the instant the fetch was sent,
/// else first receipt; fixed per record type by the normalizer. A replay keeps the original.</param>
/// <param name="Generation">Arrival number; only breaks ties between equal instants.</param>
public readonly record struct RecordVersion(bool Final, long OrderAtMs, long Generation) : IComparable<RecordVersion>
{
    public int CompareTo(RecordVersion other) =>
        (Final, OrderAtMs, Generation).CompareTo((other.Final, other.OrderAtMs, other.Generation));

    public static bool operator <(RecordVersion left, RecordVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(RecordVersion left, RecordVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(RecordVersion left, RecordVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RecordVersion left, RecordVersion right) => left.CompareTo(right) >= 0;
}
