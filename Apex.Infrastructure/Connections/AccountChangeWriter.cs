using Apex.Domain.Freshness;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>What vendors say about connections, applied inside the store's transaction.</summary>
internal static class AccountChangeWriter
{
    /// <returns>The lanes that have work now, because orphans found their person.</returns>
    public static async Task<IReadOnlyList<(string Provider, string Lane)>> ApplyAsync(
        DbSession session, string provider, IReadOnlyList<AccountChange> changes, DateTimeOffset now)
    {
        var woken = new List<(string, string)>();
        foreach (var change in changes)
        {
            switch (change)
            {
                case AccountChange.Connected connected:
                    woken.AddRange(await ConnectAsync(session, provider, connected.ExternalUserId, connected.ReferenceId, connected.Scopes, now));
                    break;
                case AccountChange.Revoked revoked:
                    await StatusAsync(session, provider, revoked.ExternalUserId, ConnectionStatus.Revoked, FreshnessCause.UserRevoked);
                    break;
                case AccountChange.ReauthNeeded reauth:
                    await StatusAsync(session, provider, reauth.ExternalUserId, ConnectionStatus.ReauthNeeded, FreshnessCause.TokenExpired);
                    break;
                case AccountChange.Swapped swapped:
                    woken.AddRange(await SwapAsync(session, provider, swapped, now));
                    break;
                case AccountChange.ScopesChanged scopes:
                    woken.AddRange(await ScopesAsync(session, provider, scopes, now));
                    break;
            }
        }

        return woken;
    }

    // What was removed here stays so: the vendor only answers our own deregistration.
    private static Task<int> StatusAsync(DbSession session, string provider, string person, string status, FreshnessCause cause) => session.ExecuteAsync(
        """
        UPDATE connections SET status = @status, status_cause = @cause, access_token = NULL, refresh_token = NULL
        WHERE provider = @provider AND external_user_id = @person AND status <> 'removed'
        """,
        ("@status", status), ("@cause", Causes.Name(cause)), ("@provider", provider), ("@person", person));

    private static async Task<IReadOnlyList<(string, string)>> ConnectAsync(
        DbSession session, string provider, string person, string? referenceId, string? scopes, DateTimeOffset now)
    {
        if (await FindUserAsync(session, referenceId) is not { } userId)
        {
            return [];
        }

        // An existing connection of another person is never taken over by a reference in a push.
        var rows = await session.ExecuteAsync(
            """
            INSERT INTO connections (id, user_id, provider, external_user_id, status, scopes, token_version, refresh_fence, refresh_retried, created_at)
            VALUES (@id, @user, @provider, @person, 'active', @scopes, 0, 0, FALSE, @now)
            ON CONFLICT (provider, external_user_id) DO UPDATE SET status = 'active', status_cause = NULL, scopes = excluded.scopes
            WHERE connections.user_id = excluded.user_id
            """,
            ("@id", Guid.CreateVersion7(now)), ("@user", userId), ("@provider", provider), ("@person", person), ("@scopes", scopes), ("@now", now.ToUnixTimeMilliseconds()));
        return rows == 0 ? [] : await GoOnAsync(session, provider, person, now);
    }

    private static async Task<Guid?> FindUserAsync(DbSession session, string? referenceId)
    {
        if (string.IsNullOrEmpty(referenceId))
        {
            return null;
        }

        var byKey = await session.QueryAsync(
            "SELECT id FROM users WHERE external_id = @reference AND erased_at IS NULL", reader => reader.GetGuid(0), ("@reference", referenceId));
        if (byKey.Count > 0 || !Guid.TryParse(referenceId, out var id))
        {
            return byKey.Count > 0 ? byKey[0] : null;
        }

        var byId = await session.QueryAsync("SELECT id FROM users WHERE id = @id AND erased_at IS NULL", reader => reader.GetGuid(0), ("@id", id));
        return byId.Count > 0 ? byId[0] : null;
    }

    private static async Task<IReadOnlyList<(string, string)>> SwapAsync(DbSession session, string provider, AccountChange.Swapped swapped, DateTimeOffset now)
    {
        var moved = swapped.OldExternalUserId is null ? 0 : await session.ExecuteAsync(
            """
            UPDATE connections SET external_user_id = @new, status = 'active', status_cause = NULL WHERE provider = @provider AND external_user_id = @old
              AND NOT EXISTS (SELECT 1 FROM connections other WHERE other.provider = @provider AND other.external_user_id = @new)
            """,
            ("@new", swapped.NewExternalUserId), ("@old", swapped.OldExternalUserId), ("@provider", provider));
        if (moved == 0)
        {
            return await ConnectAsync(session, provider, swapped.NewExternalUserId, swapped.ReferenceId, null, now);
        }

        await WaitingWork.MoveAsync(session, provider, swapped.OldExternalUserId!, swapped.NewExternalUserId);
        return await GoOnAsync(session, provider, swapped.NewExternalUserId, now);
    }

    private static async Task<IReadOnlyList<(string, string)>> GoOnAsync(DbSession session, string provider, string person, DateTimeOffset now)
    {
        await DeregistrationRows.CancelAsync(session, provider, person);
        return [.. await WaitingWork.WakeAsync(session, provider, person, now), .. await OrphanAdoption.AdoptAsync(session, provider, person, Inbox.Kinds.Orphan, now)];
    }

    private static async Task<IReadOnlyList<(string, string)>> ScopesAsync(DbSession session, string provider, AccountChange.ScopesChanged change, DateTimeOffset now)
    {
        var stored = await session.QueryAsync(
            "SELECT scopes FROM connections WHERE provider = @provider AND external_user_id = @person",
            reader => reader.TextOrNull(0), ("@provider", provider), ("@person", change.ExternalUserId));
        if (stored.Count == 0)
        {
            return [];
        }

        var scopes = change.Replace ? [] : (stored[0] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        scopes.UnionWith(change.Added);
        scopes.ExceptWith(change.Removed);
        var isMissing = scopes.Count == 0 || change.Removed.Count > 0;

        // A connection that does not work says why; its permissions are no answer to that.
        await session.ExecuteAsync(
            """
            UPDATE connections SET scopes = @scopes, status_cause = CASE WHEN status = 'active' THEN @cause ELSE status_cause END
            WHERE provider = @provider AND external_user_id = @person
            """,
            ("@scopes", string.Join(' ', scopes.Order(StringComparer.Ordinal))),
            ("@cause", isMissing ? Causes.Name(FreshnessCause.ScopeMissing) : null),
            ("@provider", provider), ("@person", change.ExternalUserId));
        return isMissing ? [] : await WaitingWork.WakeAsync(session, provider, change.ExternalUserId, now);
    }
}
