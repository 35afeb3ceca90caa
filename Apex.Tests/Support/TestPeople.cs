using Apex.Infrastructure;
using Apex.Infrastructure.Storage;

namespace Apex.Tests.Support;

/// <summary>Puts people and their connections straight into the tables, so that tests of the road need no API.</summary>
internal static class TestPeople
{
    public static async Task<Guid> AddUserAsync(ApexStorage storage, string externalId, string timeZone)
    {
        var id = Guid.CreateVersion7();
        await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            """
            INSERT INTO users (id, external_id, display_name, time_zone, sleep_need_hours, data_version, created_at)
            VALUES (@id, @external, @external, @zone, 7.5, 0, 0)
            """,
            ("@id", id), ("@external", externalId), ("@zone", timeZone)));
        return id;
    }

    public static async Task<Guid> ConnectAsync(
        ApexStorage storage, Guid userId, string provider, string externalUserId, SecretCipher? cipher = null, string? accessToken = null, string? refreshToken = null,
        DateTimeOffset? expiresAt = null)
    {
        var id = Guid.CreateVersion7();
        await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            """
            INSERT INTO connections (id, user_id, provider, external_user_id, status, access_token, refresh_token, token_version, token_expires_at, refresh_fence, refresh_retried, created_at)
            VALUES (@id, @user, @provider, @person, 'active', @access, @refresh, 1, @expires, 0, FALSE, 0)
            """,
            ("@id", id), ("@user", userId), ("@provider", provider), ("@person", externalUserId),
            ("@access", accessToken is null ? null : cipher!.Protect(accessToken)), ("@refresh", refreshToken is null ? null : cipher!.Protect(refreshToken)),
            ("@expires", expiresAt?.ToUnixTimeMilliseconds())));
        return id;
    }
}
