using System.Data.Common;
using Apex.Domain.Freshness;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>Statements of connecting and disconnecting. Every change of tokens raises both the version (a 401 with the old pair means nothing)
/// and the refresh fence (a refresh under way must not put the old grant back).</summary>
internal static class ConnectionRows
{
    private const string Columns = """
        id, user_id, provider, external_user_id, status, status_cause, scopes, access_token IS NOT NULL, token_expires_at, data_delayed_since,
        data_delayed_cause, data_delayed_until, last_stored_at, device_synced_at, created_at
        """;

    private const string Insert = """
        INSERT INTO connections (id, user_id, provider, external_user_id, status, scopes, access_token, refresh_token, token_version, token_expires_at,
          refresh_fence, refresh_retried, created_at)
        VALUES (@id, @user, @provider, @person, 'active', @scopes, @access, @refresh, 1, @expires, 0, FALSE, @now)
        """;

    // The id changes when the person does: what was stored stays with the one it was stored for.
    private const string Reactivate = """
        UPDATE connections SET id = @id, user_id = @user, status = 'active', status_cause = NULL, scopes = COALESCE(@scopes, scopes),
          data_delayed_since = NULL, data_delayed_cause = NULL, data_delayed_until = NULL
        WHERE id = @old
        """;

    private const string ReplaceTokens = """
        UPDATE connections SET access_token = @access, refresh_token = @refresh, token_expires_at = @expires, token_version = token_version + 1,
          refresh_fence = refresh_fence + 1, refresh_version = NULL, refresh_sent_at = NULL, refresh_lease_until = NULL, refresh_retried = FALSE
        WHERE id = @id
        """;

    private const string Remove = """
        UPDATE connections SET status = 'removed', status_cause = @cause, access_token = NULL, refresh_token = NULL, token_expires_at = NULL,
          token_version = token_version + 1, refresh_fence = refresh_fence + 1, refresh_version = NULL, refresh_sent_at = NULL, refresh_lease_until = NULL,
          data_delayed_since = NULL, data_delayed_cause = NULL, data_delayed_until = NULL
        WHERE id = @id AND user_id = @user AND status <> 'removed'
        """;

    // Work that slept because nobody could sign in goes on at once.
    private const string WakeItems = """
        UPDATE work_items SET due_at = @now, wait_reason = NULL WHERE provider = @provider AND external_user_id = @person
          AND wait_reason IN ('disconnected', 'token', 'scope') AND lease_until IS NULL
        """;

    public static Task<List<ConnectionView>> OfUserAsync(DbSession session, Guid userId) => session.QueryAsync(
        $"SELECT {Columns} FROM connections WHERE user_id = @user ORDER BY provider, id", Read, ("@user", userId));

    public static Task<ConnectionView?> FindAsync(DbSession session, Guid id) => session.FindAsync(
        $"SELECT {Columns} FROM connections WHERE id = @id", Read, ("@id", id));

    public static Task<ConnectionView?> FindAsync(DbSession session, string provider, string externalUserId) => session.FindAsync(
        $"SELECT {Columns} FROM connections WHERE provider = @provider AND external_user_id = @person", Read, ("@provider", provider), ("@person", externalUserId));

    public static Task<int> InsertAsync(DbSession session, Guid id, Guid userId, NewConnection grant, SealedTokens tokens, long nowMs) => session.ExecuteAsync(
        Insert,
        ("@id", id), ("@user", userId), ("@provider", grant.Provider), ("@person", grant.ExternalUserId), ("@scopes", grant.Scopes),
        ("@access", tokens.Access), ("@refresh", tokens.Refresh), ("@expires", tokens.ExpiresAtMs), ("@now", nowMs));

    /// <summary>A grant without tokens (a vendor that pushes) leaves stored ones alone.</summary>
    public static async Task ReplaceAsync(DbSession session, Guid oldId, Guid id, Guid userId, NewConnection grant, SealedTokens tokens)
    {
        await session.ExecuteAsync(Reactivate, ("@id", id), ("@user", userId), ("@scopes", grant.Scopes), ("@old", oldId));
        if (tokens.Access is not null)
        {
            await session.ExecuteAsync(ReplaceTokens, ("@access", tokens.Access), ("@refresh", tokens.Refresh), ("@expires", tokens.ExpiresAtMs), ("@id", id));
        }
    }

    public static async Task<bool> RemoveAsync(DbSession session, Guid userId, Guid id) =>
        await session.ExecuteAsync(Remove, ("@cause", Causes.Name(FreshnessCause.UserRevoked)), ("@id", id), ("@user", userId)) == 1;

    public static Task<int> WakeItemsAsync(DbSession session, string provider, string externalUserId, long nowMs) => session.ExecuteAsync(
        WakeItems, ("@now", nowMs), ("@provider", provider), ("@person", externalUserId));

    private static ConnectionView Read(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.TextOrNull(5), reader.TextOrNull(6),
        reader.GetBoolean(7), reader.InstantOrNull(8), reader.InstantOrNull(9), reader.TextOrNull(10), reader.InstantOrNull(11), reader.InstantOrNull(12),
        reader.InstantOrNull(13), reader.Instant(14));
}

/// <summary>A grant's tokens as they are stored: encrypted.</summary>
internal sealed record SealedTokens(byte[]? Access, byte[]? Refresh, long? ExpiresAtMs);
