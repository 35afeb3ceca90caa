using System.Net;
using System.Security.Cryptography;
using System.Text;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

public sealed class ApiKeysApiTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Key_FromMakingToRevoking_WorksAndIsKeptAsItsHashOnly(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var created = await api.PostAsync("/api/v1/api-keys", new { name = "CRM", scopes = new[] { "read", "manage" } }, HttpStatusCode.Created);
        var (key, id) = ((string)created["key"]!, (Guid)created["apiKey"]!["id"]!);
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        await client.GetAsync("/api/v1/users", HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(59));
        await client.GetAsync("/api/v1/users", HttpStatusCode.OK);
        var usedFirst = await LastUsedAsync(api);
        time.Advance(TimeSpan.FromSeconds(1));
        await client.GetAsync("/api/v1/users", HttpStatusCode.OK);
        var usedLater = await LastUsedAsync(api);
        await api.CallAsync(HttpMethod.Delete, $"/api/v1/api-keys/{id}", null, HttpStatusCode.NoContent);
        var refused = await client.CallAsync(HttpMethod.Get, "/api/v1/users");

        Assert.Matches("^apx_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(key[..10], (string)created["apiKey"]!["prefix"]!);
        Assert.Equal((new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 4, 8, 1, 0, TimeSpan.Zero)), (usedFirst, usedLater));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(
            [SHA256.HashData(Encoding.UTF8.GetBytes(key))], await host.QueryAsync("SELECT sha256 FROM api_keys", reader => reader.GetFieldValue<byte[]>(0)));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["root"]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":[null]}""", "scopes")]
    [InlineData("{}", "name,scopes")]
    public async Task Create_BadInput_NamesTheFields(string json, string fields)
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var api = host.Api();

        var answer = await api.CallAsync(HttpMethod.Post, "/api/v1/api-keys", json, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(fields, string.Join(',', answer.Body.Fields()));
    }

    private static async Task<DateTimeOffset> LastUsedAsync(HttpClient api) =>
        (DateTimeOffset)(await api.GetAsync("/api/v1/api-keys", HttpStatusCode.OK)).Body!["items"]![0]!["lastUsedAt"]!;
}
