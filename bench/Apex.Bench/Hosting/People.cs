using System.Text.Json;
using Apex.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Apex.Bench.Hosting;

/// <summary>A person and their connection, put straight into the tables: the bench times the road, not the API.</summary>
internal sealed record BenchPerson(string Provider, string ExternalUserId, string? AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt);

/// <summary>Inside the server's process: tokens are stored under its key.</summary>
internal static class People
{
    private const string User = """
        INSERT INTO users (id, external_id, display_name, time_zone, sleep_need_hours, data_version, created_at)
        VALUES (@id, @external, @external, 'Europe/Berlin', 7.5, 0, 0)
        """;

    private const string Connection = """
        INSERT INTO connections (id, user_id, provider, external_user_id, status, access_token, refresh_token, token_version, token_expires_at, refresh_fence,
          refresh_retried, created_at)
        VALUES (@id, @user, @provider, @person, 'active', @access, @refresh, 1, @expires, 0, FALSE, 0)
        """;

    public static async Task<IResult> AddAsync(HttpContext http, ApexStorage storage, SecretCipher cipher)
    {
        var people = await JsonSerializer.DeserializeAsync<List<BenchPerson>>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted) ?? [];
        await storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            foreach (var person in people)
            {
                var userId = Guid.CreateVersion7();
                await session.ExecuteAsync(User, ("@id", userId), ("@external", person.ExternalUserId));
                await session.ExecuteAsync(
                    Connection,
                    ("@id", Guid.CreateVersion7()), ("@user", userId), ("@provider", person.Provider), ("@person", person.ExternalUserId),
                    ("@access", person.AccessToken is null ? null : cipher.Protect(person.AccessToken)),
                    ("@refresh", person.RefreshToken is null ? null : cipher.Protect(person.RefreshToken)),
                    ("@expires", person.ExpiresAt?.ToUnixTimeMilliseconds()));
            }
        });
        return TypedResults.NoContent();
    }
}
