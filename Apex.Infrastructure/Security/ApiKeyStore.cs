using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Security;

/// <summary>Keys of the HTTP API. A key is 32 random bytes, so its plain SHA-256 cannot be guessed back.</summary>
public sealed class ApiKeyStore
{
    public const string KeyPrefix = "apx_";

    private const int ShownLength = 10;
    private const int MaxNameLength = 100;

    /// <summary>Keys listed; far more than anyone hands out.</summary>
    private const int MaxKeys = 1000;

    private const string Columns = "id, name, prefix, scopes, created_at, created_by, last_used_at, revoked_at";

    // A busy client must not become a write per request.
    private static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(1);

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;

    internal ApiKeyStore(ApexStorage storage, ApexClock clock) => (_storage, _clock) = (storage, clock);

    public async Task<Outcome<CreatedApiKey>> CreateAsync(NewApiKey key, string actor)
    {
        var problems = new FieldProblems();
        problems.CheckText("name", key.Name ?? "", MaxNameLength);
        var scopes = (key.Scopes ?? []).Distinct(StringComparer.Ordinal).ToList();
        problems.Check(scopes.Count > 0 && scopes.TrueForAll(ApiScopes.All.Contains), "scopes", $"must be some of {string.Join(", ", ApiScopes.All)}");
        if (problems.Any)
        {
            return new Outcome<CreatedApiKey>.Invalid(problems);
        }

        var now = _clock.Now;
        var id = Guid.CreateVersion7(now);
        var secret = KeyPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var created = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO api_keys (id, name, prefix, sha256, scopes, created_at, created_by) VALUES (@id, @name, @prefix, @sha, @scopes, @now, @actor)",
                ("@id", id), ("@name", key.Name!.Trim()), ("@prefix", secret[..ShownLength]), ("@sha", Hash(secret)), ("@scopes", string.Join(' ', scopes)),
                ("@now", now.ToUnixTimeMilliseconds()), ("@actor", actor));
            await AuditLog.WriteAsync(session, actor, "api_key.create", $"api_key:{id}", now, string.Join(' ', scopes));
            return await FindAsync(session, "id = @id", ("@id", id));
        });
        return new Outcome<CreatedApiKey>.Done(new(created!, secret));
    }

    /// <summary>Newest first, revoked ones included.</summary>
    public async Task<IReadOnlyList<ApiKeyView>> ListAsync(CancellationToken ct = default) => await _storage.ReadAsync(
        session => session.QueryAsync($"SELECT {Columns} FROM api_keys ORDER BY id DESC LIMIT {MaxKeys}", Read), ct);

    /// <summary>Safe to repeat.</summary>
    public async Task<Outcome<bool>> RevokeAsync(Guid id, string actor)
    {
        var now = _clock.Now;
        var exists = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            var rows = await session.ExecuteAsync(
                "UPDATE api_keys SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL", ("@now", now.ToUnixTimeMilliseconds()), ("@id", id));
            if (rows == 1)
            {
                await AuditLog.WriteAsync(session, actor, "api_key.revoke", $"api_key:{id}", now);
            }

            return rows == 1 || await FindAsync(session, "id = @id", ("@id", id)) is not null;
        });
        return exists ? new Outcome<bool>.Done(true) : new Outcome<bool>.Missing();
    }

    /// <summary>The key's entry, or null when nobody has it or it is revoked. Looked up by hash: how long that takes tells nothing of the key.</summary>
    public async Task<ApiKeyView?> FindAsync(string secret, CancellationToken ct = default)
    {
        var found = await _storage.ReadAsync(session => FindAsync(session, "sha256 = @sha AND revoked_at IS NULL", ("@sha", Hash(secret))), ct);
        if (found is not null && !(_clock.Now - found.LastUsedAt < UseNotedEvery))
        {
            await NoteUseAsync(found.Id);
        }

        return found;
    }

    private async Task NoteUseAsync(Guid id)
    {
        var now = _clock.Now;
        try
        {
            await _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
                "UPDATE api_keys SET last_used_at = @now WHERE id = @id AND (last_used_at IS NULL OR last_used_at <= @before)",
                ("@now", now.ToUnixTimeMilliseconds()), ("@before", (now - UseNotedEvery).ToUnixTimeMilliseconds()), ("@id", id)));
        }
        catch (StorageUnavailableException)
        {
            // Reading must work while writing does not; the next use notes it.
        }
    }

    private static Task<ApiKeyView?> FindAsync(DbSession session, string where, params (string, object?)[] args) =>
        session.FindAsync($"SELECT {Columns} FROM api_keys WHERE {where}", Read, args);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static ApiKeyView Read(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3).Split(' '), reader.Instant(4), reader.GetString(5),
        reader.InstantOrNull(6), reader.InstantOrNull(7));
}
