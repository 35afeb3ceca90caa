using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>What a stored item proves about its connection: it works, and how far the device had synced.</summary>
internal static class ConnectionTouch
{
    public static void Enqueue(DbSession session, Guid connectionId, ItemFindings findings, DateTimeOffset now)
    {
        var deviceSyncedAt = findings.Records.Select(record => record.Record.DeviceSyncedAt).Max()?.ToUnixTimeMilliseconds() ?? 0;
        session.Enqueue(
            """
            UPDATE connections SET last_stored_at = @now, data_delayed_since = NULL, data_delayed_cause = NULL, data_delayed_until = NULL,
              device_synced_at = CASE WHEN @device > COALESCE(device_synced_at, 0) THEN @device ELSE device_synced_at END
            WHERE id = @id
            """,
            ("@now", now.ToUnixTimeMilliseconds()), ("@device", deviceSyncedAt), ("@id", connectionId));
    }
}
