using System.Data.Common;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>Statements on vendors still to be told that a person has left. Every one that ends a try names its fence.</summary>
internal static class DeregistrationRows
{
    /// <summary>Longer than a refresh and a call may take together.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private const int PerClaim = 8;

    // Whoever revoked at the vendor is known there; a vendor that is gone cannot be told.
    private const string Insert = """
        INSERT INTO deregistrations (provider, external_user_id, connection_id, access_token, refresh_token, token_expires_at, created_at, due_at, fence, tries, waits)
        SELECT provider, external_user_id, id, access_token, refresh_token, token_expires_at, @now, @now, 0, 0, 0 FROM connections
        WHERE user_id = @user AND status IN ('active', 'reauth_needed')
        """;

    private const string OnConflict = """
        ON CONFLICT (provider, external_user_id) DO UPDATE SET connection_id = excluded.connection_id, access_token = excluded.access_token,
          refresh_token = excluded.refresh_token, token_expires_at = excluded.token_expires_at, due_at = excluded.due_at, fence = deregistrations.fence + 1,
          tries = 0, waits = 0, last_error = NULL
        """;

    /// <summary>Before the connections' tokens are forgotten, in the same transaction.</summary>
    public static Task<int> AddOfUserAsync(DbSession session, Guid userId, DateTimeOffset now) => session.ExecuteAsync(
        $"{Insert} {OnConflict}", ("@user", userId), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>Before the connection's tokens are forgotten, in the same transaction.</summary>
    public static Task<int> AddAsync(DbSession session, Guid userId, Guid connectionId, DateTimeOffset now) => session.ExecuteAsync(
        $"{Insert} AND id = @connection {OnConflict}", ("@user", userId), ("@connection", connectionId), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>Of an account whose person was erased, by its id alone.</summary>
    public static Task<int> AddErasedAsync(DbSession session, string provider, string externalUserId, DateTimeOffset now) => session.ExecuteAsync(
        """
        INSERT INTO deregistrations (provider, external_user_id, connection_id, created_at, due_at, fence, tries, waits)
        VALUES (@provider, @person, @connection, @now, @now, 0, 0, 0) ON CONFLICT (provider, external_user_id) DO NOTHING
        """,
        ("@provider", provider), ("@person", externalUserId), ("@connection", Guid.Empty), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>The account is connected again: to deregister it now would take the new grant away.</summary>
    public static Task<int> CancelAsync(DbSession session, string provider, string externalUserId) => session.ExecuteAsync(
        "DELETE FROM deregistrations WHERE provider = @provider AND external_user_id = @person", ("@provider", provider), ("@person", externalUserId));

    public static Task<List<Deregistration>> ClaimAsync(DbSession session, DateTimeOffset now) => session.QueryAsync(
        $"""
        UPDATE deregistrations SET fence = fence + 1, due_at = @until
        WHERE id IN (SELECT id FROM deregistrations WHERE due_at <= @now ORDER BY due_at LIMIT @limit{session.SkipLocked})
        RETURNING id, provider, external_user_id, connection_id, access_token, refresh_token, token_expires_at, fence, tries, waits
        """,
        Read,
        ("@until", (now + Lease).ToUnixTimeMilliseconds()), ("@now", now.ToUnixTimeMilliseconds()), ("@limit", PerClaim));

    public static Task<int> StoreTokensAsync(DbSession session, Deregistration job, byte[] access, byte[]? refresh, DateTimeOffset? expiresAt) => session.ExecuteAsync(
        "UPDATE deregistrations SET access_token = @access, refresh_token = COALESCE(@refresh, refresh_token), token_expires_at = @expires WHERE id = @id AND fence = @fence",
        ("@access", access), ("@refresh", refresh), ("@expires", expiresAt?.ToUnixTimeMilliseconds()), ("@id", job.Id), ("@fence", job.Fence));

    public static Task<int> WaitAsync(DbSession session, Deregistration job, DateTimeOffset until, bool consumesTry, string error) => session.ExecuteAsync(
        "UPDATE deregistrations SET due_at = @until, tries = tries + @tries, waits = @waits, last_error = @error WHERE id = @id AND fence = @fence",
        ("@until", until.ToUnixTimeMilliseconds()), ("@tries", consumesTry ? 1 : 0), ("@waits", consumesTry ? 0 : job.Waits + 1), ("@error", error),
        ("@id", job.Id), ("@fence", job.Fence));

    public static Task<int> EndAsync(DbSession session, Deregistration job) => session.ExecuteAsync(
        "DELETE FROM deregistrations WHERE id = @id AND fence = @fence", ("@id", job.Id), ("@fence", job.Fence));

    private static Deregistration Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetGuid(3),
        reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5), reader.InstantOrNull(6),
        reader.GetInt64(7), reader.GetInt32(8), reader.GetInt32(9));
}

/// <summary>One claimed row; tokens encrypted.</summary>
internal sealed record Deregistration(
    long Id, string Provider, string ExternalUserId, Guid ConnectionId, byte[]? AccessToken, byte[]? RefreshToken, DateTimeOffset? ExpiresAt, long Fence, int Tries, int Waits);
