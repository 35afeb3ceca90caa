using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Apex.Tests.Api;

/// <summary>Calls as a program of somebody else would make them: text in, JSON nodes out, no type of the product.</summary>
internal static class ApiCalls
{
    public static async Task<(HttpStatusCode Status, JsonNode? Body)> CallAsync(this HttpClient client, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public static Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(this HttpClient client, string path, HttpStatusCode expected) =>
        client.CallAsync(HttpMethod.Get, path, null, expected);

    public static async Task<(HttpStatusCode Status, JsonNode? Body)> CallAsync(this HttpClient client, HttpMethod method, string path, string? json, HttpStatusCode expected)
    {
        var answer = await client.CallAsync(method, path, json);
        Assert.True(answer.Status == expected, $"{method} {path}: {answer.Status} instead of {expected}: {answer.Body}");
        return answer;
    }

    public static async Task<JsonNode> PostAsync(this HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"POST {path}: {response.StatusCode} instead of {expected}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Creates a person over the API; their id.</summary>
    public static async Task<Guid> AddUserAsync(this HttpClient client, string externalId, string timeZone = "Europe/Berlin")
    {
        var user = await client.PostAsync("/api/v1/users", new { externalId, displayName = externalId, timeZone }, HttpStatusCode.Created);
        return (Guid)user["id"]!;
    }

    /// <summary>Names of the fields a problem complains about.</summary>
    public static string[] Fields(this JsonNode? problem) => [.. problem!["errors"]!.AsObject().Select(error => error.Key)];
}
