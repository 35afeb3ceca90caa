using System.Data.Common;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Gate;

/// <summary>Reads and changes <c>provider_health</c>, one vendor's row at a time.</summary>
internal static class HealthRows
{
    private const string Columns = """
        provider, paused_at, paused_by, failures, failed_for, opened_at, open_until, opens, error, probe_until, probe_fence, braked_at, brake_successes, recent_flips, revision
        """;

    private const string Ensure = """
        INSERT INTO provider_health (provider, failures, failed_for, opens, probe_fence, brake_successes, recent_flips, revision)
        VALUES (@provider, 0, '', 0, 0, 0, '', 0) ON CONFLICT (provider) DO NOTHING
        """;

    private const string Update = """
        UPDATE provider_health SET paused_at = @paused_at, paused_by = @paused_by, failures = @failures, failed_for = @failed_for, opened_at = @opened_at,
          open_until = @open_until, opens = @opens, reason = @reason, error = @error, probe_until = @probe_until, probe_fence = @probe_fence, braked_at = @braked_at,
          brake_successes = @brake_successes, recent_flips = @recent_flips, revision = @revision
        WHERE provider = @provider
        """;

    public static Task<List<ProviderHealth>> AllAsync(DbSession session) => session.QueryAsync($"SELECT {Columns} FROM provider_health", Read);

    public static Task<ProviderHealth?> FindAsync(DbSession session, string provider) =>
        session.FindAsync($"SELECT {Columns} FROM provider_health WHERE provider = @provider", Read, ("@provider", provider));

    /// <summary>Inside a writer's job: no other node changes the row between its reading and its writing.</summary>
    public static async Task<(ProviderHealth Before, ProviderHealth After)> ChangeAsync(DbSession session, string provider, Func<ProviderHealth, ProviderHealth> change)
    {
        await session.ExecuteAsync(Ensure, ("@provider", provider));
        var before = (await session.QueryAsync(
            $"SELECT {Columns} FROM provider_health WHERE provider = @provider{(session.IsPostgres ? " FOR UPDATE" : "")}", Read, ("@provider", provider)))[0];
        var after = change(before);
        if (after == before)
        {
            return (before, before);
        }

        after = after with { Revision = before.Revision + 1 };
        await WriteAsync(session, after);
        return (before, after);
    }

    private static Task<int> WriteAsync(DbSession session, ProviderHealth health) => session.ExecuteAsync(
        Update,
        ("@provider", health.Provider), ("@paused_at", Ms(health.PausedAt)), ("@paused_by", health.PausedBy), ("@failures", health.Failures),
        ("@failed_for", health.FailedFor), ("@opened_at", Ms(health.OpenedAt)), ("@open_until", Ms(health.OpenUntil)), ("@opens", health.Opens),
        ("@reason", health.Reason), ("@error", health.Error), ("@probe_until", Ms(health.ProbeUntil)), ("@probe_fence", health.ProbeFence),
        ("@braked_at", Ms(health.BrakedAt)), ("@brake_successes", health.BrakeSuccesses), ("@recent_flips", health.RecentFlips), ("@revision", health.Revision));

    private static long? Ms(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    private static ProviderHealth Read(DbDataReader reader) => new(reader.GetString(0))
    {
        PausedAt = reader.InstantOrNull(1),
        PausedBy = reader.TextOrNull(2),
        Failures = reader.GetInt32(3),
        FailedFor = reader.GetString(4),
        OpenedAt = reader.InstantOrNull(5),
        OpenUntil = reader.InstantOrNull(6),
        Opens = reader.GetInt32(7),
        Error = reader.TextOrNull(8),
        ProbeUntil = reader.InstantOrNull(9),
        ProbeFence = reader.GetInt64(10),
        BrakedAt = reader.InstantOrNull(11),
        BrakeSuccesses = reader.GetInt32(12),
        RecentFlips = reader.GetString(13),
        Revision = reader.GetInt64(14),
    };
}
