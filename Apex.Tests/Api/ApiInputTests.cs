using System.Net;

namespace Apex.Tests.Api;

/// <summary>What the API says to input it cannot take.</summary>
public sealed class ApiInputTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("""{"displayName":"","timeZone":"Europe/Berlin"}""", 422, "displayName")]
    [InlineData("""{"timeZone":"Europe/Berlin"}""", 422, "displayName")]
    [InlineData("""{"displayName":"a\u0000b","timeZone":"Europe/Berlin"}""", 422, "displayName")]
    [InlineData("""{"displayName":"Ada","timeZone":"Mars/Olympus","sleepNeedHours":11}""", 422, "sleepNeedHours,timeZone")]
    [InlineData("""{"displayName":"Ada","timeZone":"europe/berlin"}""", 422, "timeZone")]
    [InlineData("""{"displayName":"Ada","timeZone":"Europe/Berlin","externalId":" "}""", 422, "externalId")]
    [InlineData("""{"displayName":"Ada","timeZone":"Europe/Berlin","nickname":"A"}""", 400, "$.nickname")]
    [InlineData("""{"displayName":5,"timeZone":"Europe/Berlin"}""", 400, "$.displayName")]
    [InlineData("""{"displayName":"Ada","timeZone":"Europe/Berlin","sleepNeedHours":"8"}""", 400, "$.sleepNeedHours")]
    [InlineData("""{"displayName":"Ada",""", 400, "$")]
    public async Task Create_BadInput_NamesTheFields(string json, int status, string fields)
    {
        using var api = shared.Host.Api();

        var answer = await api.CallAsync(HttpMethod.Post, "/api/v1/users", json);

        Assert.Equal((status, fields), ((int)answer.Status, string.Join(',', answer.Body.Fields())));
        Assert.Equal(0, await shared.Host.CountAsync("users WHERE external_id IS NULL"));
    }

    [Theory]
    [InlineData("""{"preferredSources":{"sleep":"fridge"}}""", "preferredSources")]
    [InlineData("""{"preferredSources":{"dreams":"oura"}}""", "preferredSources")]
    [InlineData("""{"preferredSources":{"sleep":null}}""", "preferredSources")]
    [InlineData("""{"displayName":"","sleepNeedHours":5.9,"timeZone":""}""", "displayName,sleepNeedHours,timeZone")]
    public async Task Patch_BadInput_NamesTheFieldsAndChangesNothing(string json, string fields)
    {
        using var api = shared.Host.Api();
        var id = await api.AddUserAsync(Guid.NewGuid().ToString());
        var before = (await api.GetAsync($"/api/v1/users/{id}", HttpStatusCode.OK)).Body!.ToJsonString();

        var answer = await api.CallAsync(HttpMethod.Patch, $"/api/v1/users/{id}", json, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(fields, string.Join(',', answer.Body.Fields()));
        Assert.Equal(before, (await api.GetAsync($"/api/v1/users/{id}", HttpStatusCode.OK)).Body!.ToJsonString());
    }

    [Theory]
    [InlineData("/api/v1/users?limit=0", 422, "limit")]
    [InlineData("/api/v1/users?limit=201", 422, "limit")]
    [InlineData("/api/v1/users?limit=many", 400, "limit")]
    [InlineData("/api/v1/users?cursor=%00", 422, "cursor")]
    [InlineData("/api/v1/messages?provider=%00&state=lost&cursor=-1", 422, "cursor,provider,state")]
    [InlineData("/api/v1/messages?userId=5", 400, "userId")]
    [InlineData("/api/v1/work-items?state=gone", 422, "state")]
    [InlineData("/api/v1/dead-letters?state=gone&fingerprint=%00", 422, "fingerprint,state")]
    public async Task Lists_BadParameters_AreNamed(string path, int status, string fields)
    {
        using var api = shared.Host.Api();

        var answer = await api.CallAsync(HttpMethod.Get, path);

        Assert.Equal((status, fields), ((int)answer.Status, string.Join(',', answer.Body.Fields())));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/json", 413)]
    public async Task Create_WrongTypeOrTooLarge_IsRefused(string contentType, int status)
    {
        using var api = shared.Host.Api();
        using var content = new StringContent($$"""{"displayName":"{{new string('a', 70_000)}}","timeZone":"Europe/Berlin"}""", System.Text.Encoding.UTF8, contentType);

        using var answer = await api.PostAsync("/api/v1/users", content);

        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Users_WrongMethod_Answers405()
    {
        using var api = shared.Host.Api();

        await api.CallAsync(HttpMethod.Put, "/api/v1/users", "{}", HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("GET", "/api/v1/users/0193a0b0-0000-7000-8000-000000000000")]
    [InlineData("GET", "/api/v1/users/0193a0b0-0000-7000-8000-000000000000/freshness")]
    [InlineData("GET", "/api/v1/users/0193a0b0-0000-7000-8000-000000000000/daily-metrics")]
    [InlineData("GET", "/api/v1/users/0193a0b0-0000-7000-8000-000000000000/connections")]
    [InlineData("GET", "/api/v1/users/0193a0b0-0000-7000-8000-000000000000/runs")]
    [InlineData("DELETE", "/api/v1/users/0193a0b0-0000-7000-8000-000000000000")]
    [InlineData("GET", "/api/v1/users/not-an-id")]
    [InlineData("GET", "/api/v1/messages/999")]
    [InlineData("GET", "/api/v1/messages/999/body")]
    [InlineData("GET", "/api/v1/messages/99999999999999999999")]
    [InlineData("GET", "/api/v1/raw-payloads/999")]
    [InlineData("GET", "/api/v1/runs/999")]
    [InlineData("POST", "/api/v1/work-items/999/retry")]
    [InlineData("POST", "/api/v1/dead-letters/999/replay")]
    [InlineData("DELETE", "/api/v1/api-keys/0193a0b0-0000-7000-8000-000000000000")]
    [InlineData("GET", "/api/v1/nothing-here")]
    public async Task Anything_Unknown_IsAProblem404(string method, string path)
    {
        using var api = shared.Host.Api();

        var answer = await api.CallAsync(new HttpMethod(method), path, null, HttpStatusCode.NotFound);

        Assert.Equal(404, (int)answer.Body!["status"]!);
    }
}
