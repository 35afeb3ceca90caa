using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>The token columns of a connection.</summary>
internal sealed record TokenRow(
    string Status, byte[]? AccessToken, byte[]? RefreshToken, long Version, DateTimeOffset? ExpiresAt, long? IntentVersion, DateTimeOffset? LeaseUntil, bool Retried);

/// <summary>A refresh this process may send.</summary>
/// <param name="Interrupted">An earlier refresh of this very pair was sent and its reply never stored.</param>
internal sealed record RefreshLease(long Fence, byte[] RefreshToken, bool Interrupted);

/// <summary>Statements of the token refresh: intent, reply, refusal.</summary>
internal static class TokenRows
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // A revocation or a new grant that came while the vendor was asked wins over what the vendor then said of the old one.
    private const string StillTheSameGrant = "id = @id AND refresh_fence = @fence AND token_version = refresh_version AND status = 'active'";

    public static Task<TokenRow?> FindAsync(DbSession session, Guid connectionId) => session.FindAsync(
        "SELECT status, access_token, refresh_token, token_version, token_expires_at, refresh_version, refresh_lease_until, refresh_retried FROM connections WHERE id = @id",
        reader => new TokenRow(
            reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2),
            reader.GetInt64(3), reader.InstantOrNull(4), reader.LongOrNull(5), reader.InstantOrNull(6), reader.GetBoolean(7)),
        ("@id", connectionId));

    /// <summary>Commits the intent to refresh this version. Null: somebody else holds the lease, or a newer pair is there.</summary>
    public static async Task<RefreshLease?> BeginAsync(DbSession session, Guid connectionId, long version, DateTimeOffset now)
    {
        var row = await FindAsync(session, connectionId);
        if (row?.RefreshToken is null || row.Version != version || row.LeaseUntil > now)
        {
            return null;
        }

        var interrupted = row.IntentVersion == version;
        var fences = await session.QueryAsync(
            """
            UPDATE connections SET refresh_fence = refresh_fence + 1, refresh_lease_until = @until, refresh_version = token_version, refresh_sent_at = @now,
              refresh_retried = @interrupted
            WHERE id = @id AND token_version = @version AND (refresh_lease_until IS NULL OR refresh_lease_until <= @now)
            RETURNING refresh_fence
            """,
            reader => reader.GetInt64(0),
            ("@until", (now + Lease).ToUnixTimeMilliseconds()), ("@now", now.ToUnixTimeMilliseconds()), ("@interrupted", interrupted), ("@id", connectionId),
            ("@version", version));
        return fences.Count == 0 ? null : new(fences[0], row.RefreshToken, interrupted);
    }

    public static Task<int> StoreAsync(DbSession session, Guid connectionId, long fence, byte[] access, byte[]? refresh, DateTimeOffset? expiresAt) => session.ExecuteAsync(
        $"""
        UPDATE connections SET access_token = @access, refresh_token = COALESCE(@refresh, refresh_token), token_version = token_version + 1, token_expires_at = @expires,
          refresh_lease_until = NULL, refresh_version = NULL, refresh_sent_at = NULL, refresh_retried = FALSE, status_cause = NULL
        WHERE {StillTheSameGrant}
        """,
        ("@access", access), ("@refresh", refresh), ("@expires", expiresAt?.ToUnixTimeMilliseconds()), ("@id", connectionId), ("@fence", fence));

    /// <summary>invalid_grant: the person must sign in again.</summary>
    public static Task<int> RefuseAsync(DbSession session, Guid connectionId, long fence, string cause) => session.ExecuteAsync(
        $"""
        UPDATE connections SET status = 'reauth_needed', status_cause = @cause, refresh_lease_until = NULL, refresh_version = NULL, refresh_sent_at = NULL
        WHERE {StillTheSameGrant}
        """,
        ("@cause", cause), ("@id", connectionId), ("@fence", fence));

    /// <summary>The vendor answered that it cannot now: the pair is unspent and the intent void. As long as any send of this pair went unanswered the intent stays.</summary>
    public static Task<int> ReleaseAsync(DbSession session, Guid connectionId, long fence, bool mayBeSpent) => session.ExecuteAsync(
        mayBeSpent
            ? "UPDATE connections SET refresh_lease_until = NULL WHERE id = @id AND refresh_fence = @fence"
            : "UPDATE connections SET refresh_lease_until = NULL, refresh_version = NULL, refresh_sent_at = NULL WHERE id = @id AND refresh_fence = @fence",
        ("@id", connectionId), ("@fence", fence));
}
