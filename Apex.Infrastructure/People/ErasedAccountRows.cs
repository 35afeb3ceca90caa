using System.Security.Cryptography;
using System.Text;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.People;

/// <summary>Tombstones of accounts whose people were erased.</summary>
internal static class ErasedAccountRows
{
    private const string Insert = """
        INSERT INTO erased_accounts (provider, account_hash, erased_at) VALUES (@provider, @hash, @now)
        ON CONFLICT (provider, account_hash) DO UPDATE SET erased_at = excluded.erased_at
        """;

    private const string Account = "provider = @provider AND account_hash = @hash";

    /// <summary>Vendors' ids are long and random or at least many: the plain hash tells who it was only to somebody who knows the id already.</summary>
    public static byte[] HashOf(string provider, string externalUserId) => SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\n{StoredText.Clean(externalUserId)}"));

    public static Task<int> AddAsync(DbSession session, string provider, string externalUserId, DateTimeOffset now) => session.ExecuteAsync(
        Insert, ("@provider", provider), ("@hash", HashOf(provider, externalUserId)), ("@now", now.ToUnixTimeMilliseconds()));

    public static Task<int> RemoveAsync(DbSession session, string provider, string externalUserId) => session.ExecuteAsync(
        $"DELETE FROM erased_accounts WHERE {Account}", ("@provider", provider), ("@hash", HashOf(provider, externalUserId)));

    public static async Task<bool> IsErasedAsync(DbSession session, string provider, string externalUserId) => await session.ScalarAsync<long>(
        $"SELECT count(*) FROM erased_accounts WHERE {Account}", ("@provider", provider), ("@hash", HashOf(provider, externalUserId))) == 1;

    public static Task<List<(byte[] Hash, long ErasedAtMs)>> SinceAsync(DbSession session, long sinceMs) => session.QueryAsync(
        "SELECT account_hash, erased_at FROM erased_accounts WHERE erased_at >= @since", reader => (reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)), ("@since", sinceMs));
}
