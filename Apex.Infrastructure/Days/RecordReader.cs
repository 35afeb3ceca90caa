using System.Data.Common;
using System.Text.Json;
using Apex.Domain.Records;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Reads source records.</summary>
internal static class RecordReader
{
    private const string Columns =
        "source, via, connection_id, type, external_id, day, final, order_at, generation, first_received_at, deleted, record_values";

    /// <returns>Filled when the batch has run: the records that exist.</returns>
    public static List<List<SourceRecord>> ByKey(ReadBatch batch, IReadOnlyCollection<RecordKey> keys) => [.. keys.Select(key => batch.Add(
        $"SELECT {Columns} FROM source_records WHERE connection_id = @connection AND type = @type AND external_id = @id",
        Read,
        ("@connection", key.ConnectionId), ("@type", key.Type.ToString()), ("@id", key.ExternalId)))];

    public static List<SourceRecord> ByDay(ReadBatch batch, Guid userId, DateOnly from, DateOnly to) => batch.Add(
        $"SELECT {Columns} FROM source_records WHERE user_id = @user AND day BETWEEN @from AND @to",
        Read,
        ("@user", userId), ("@from", from), ("@to", to));

    private static SourceRecord Read(DbDataReader reader) => new()
    {
        Source = new(reader.GetString(0)),
        Via = reader.TextOrNull(1),
        ConnectionId = reader.GetGuid(2),
        Type = Enum.Parse<RecordType>(reader.GetString(3)),
        ExternalId = reader.GetString(4),
        Day = reader.Date(5),
        Version = new(reader.GetBoolean(6), reader.GetInt64(7), reader.GetInt64(8)),
        FirstReceivedAt = reader.Instant(9),
        Deleted = reader.GetBoolean(10),
        Values = JsonSerializer.Deserialize(reader.GetString(11), StoredJson.Default.RecordValues) ?? new(),
    };
}
