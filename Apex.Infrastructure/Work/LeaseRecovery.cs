using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>On SQLite the data directory's lock proves that whoever held a lease is gone: its work goes on at once instead of after the lease.
/// On PostgreSQL other nodes may be alive, leases run out there.</summary>
internal static class LeaseRecovery
{
    public static Task<int> RunAsync(ApexStorage storage, DateTimeOffset now) => storage.Kind == StorageKind.Postgres
        ? Task.FromResult(0)
        : storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE work_items SET lease_until = NULL, due_at = @now, fence = fence + 1, lost_leases = lost_leases + 1 WHERE lease_until IS NOT NULL",
            ("@now", now.ToUnixTimeMilliseconds())));
}
