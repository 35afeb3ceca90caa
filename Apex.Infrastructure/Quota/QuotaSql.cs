using Apex.Domain.Quota;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Quota;

/// <summary>The counts of one provider's windows, read and raised inside one transaction.</summary>
internal static class QuotaSql
{
    /// <summary>The scope of windows that count the whole installation.</summary>
    public const string App = "";

    // Two nodes must not both see the last free permit: their rows may differ (a bucket's edge), so the provider is locked and not a row.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtext('quota:' || @provider))";

    private const string Add = """
        INSERT INTO quota_windows (provider, name, scope, bucket_at, used) VALUES (@provider, @name, @scope, @bucket, @count)
        ON CONFLICT (provider, name, scope, bucket_at) DO UPDATE SET used = quota_windows.used + excluded.used
        """;

    public static async Task LockAsync(DbSession session, string provider)
    {
        if (session.IsPostgres)
        {
            await session.QueryAsync(Lock, _ => true, ("@provider", provider));
        }
    }

    public static Task<List<UsedBucket>> ReadAsync(DbSession session, string provider, QuotaWindow window, string scope, DateTimeOffset now) => session.QueryAsync(
        "SELECT bucket_at, used FROM quota_windows WHERE provider = @provider AND name = @name AND scope = @scope AND bucket_at >= @from",
        reader => new UsedBucket(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), (int)reader.GetInt64(1)),
        ("@provider", provider), ("@name", window.Name), ("@scope", scope), ("@from", window.OldestCounted(now).ToUnixTimeMilliseconds()));

    public static void EnqueueAdd(DbSession session, string provider, QuotaWindow window, string scope, int count, DateTimeOffset now) => session.Enqueue(
        Add,
        ("@provider", provider), ("@name", window.Name), ("@scope", scope), ("@bucket", window.BucketOf(now).ToUnixTimeMilliseconds()), ("@count", (long)count));

    /// <summary>A handful of rows per window stays.</summary>
    public static void EnqueueForget(DbSession session, string provider, QuotaWindow window, string scope, DateTimeOffset now) => session.Enqueue(
        "DELETE FROM quota_windows WHERE provider = @provider AND name = @name AND scope = @scope AND bucket_at < @from",
        ("@provider", provider), ("@name", window.Name), ("@scope", scope), ("@from", window.OldestCounted(now).ToUnixTimeMilliseconds()));
}
