using System.Data.Common;

namespace Apex.Infrastructure.Storage;

/// <summary>Columns as the schema writes them: instants as Unix ms, nulls as nulls.</summary>
internal static class ReaderColumns
{
    public static string? TextOrNull(this DbDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetString(i);

    public static long? LongOrNull(this DbDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetInt64(i);

    public static int? IntOrNull(this DbDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetInt32(i);

    public static double? DoubleOrNull(this DbDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetDouble(i);

    public static Guid? GuidOrNull(this DbDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetGuid(i);

    public static DateOnly Date(this DbDataReader reader, int i) => reader.GetFieldValue<DateOnly>(i);

    public static DateOnly? DateOrNull(this DbDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetFieldValue<DateOnly>(i);

    public static DateTimeOffset Instant(this DbDataReader reader, int i) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(i));

    public static DateTimeOffset? InstantOrNull(this DbDataReader reader, int i) =>
        reader.IsDBNull(i) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(i));
}
