namespace Apex.Infrastructure.Reading;

/// <summary>A count that stopped looking at <see cref="Most"/>: screens never make the database walk a whole table.</summary>
/// <param name="IsMore">There are more than <paramref name="Value"/>.</param>
public readonly record struct BoundedCount(long Value, bool IsMore)
{
    public const int Most = 10_000;

    /// <param name="found">Counted with LIMIT <see cref="Most"/> + 1.</param>
    public static BoundedCount Of(long found) => found > Most ? new(Most, true) : new(found, false);
}
