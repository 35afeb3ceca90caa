using System.Net;
using System.Text;
using Apex.Tests.Web.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Api;

/// <summary>Who may call what; the routes come from the running host, so that a new one cannot be forgotten.</summary>
public sealed class AuthorizationTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task AnyRoute_WithoutKey_Answers401AsAProblem()
    {
        using var nobody = shared.Host.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = shared.Host.Url });
        foreach (var (method, path) in Routes())
        {
            using var request = Request(method, path);
            using var answer = await nobody.SendAsync(request);
            Assert.Equal(
                (method, path, HttpStatusCode.Unauthorized, "application/problem+json"),
                (method, path, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("Bearer apx_wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic YTpi")]
    public async Task Users_WrongKey_Answers401(string authorization)
    {
        using var client = shared.Host.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.GetAsync(new Uri("/api/v1/users", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("manage")]
    [InlineData("ingest")]
    public async Task AnyRoute_KeyOfOneScope_MayWhatTheScopeSays(string scope)
    {
        using var api = shared.Host.Api();
        var key = (string)(await api.PostAsync("/api/v1/api-keys", new { name = "matrix", scopes = new[] { scope } }, HttpStatusCode.Created))["key"]!;
        using var client = shared.Host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        foreach (var (method, path) in Routes())
        {
            using var request = Request(method, path);
            using var answer = await client.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal((method, path, ScopeOf(method, path) == scope), (method, path, answer.StatusCode != HttpStatusCode.Forbidden));
        }
    }

    [Fact]
    public async Task Session_ChangingSomething_NeedsTheHeaderNoOtherSiteCanSend()
    {
        using var browser = shared.Host.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = shared.Host.Url });
        await ShellApp.SignInAsync(browser);
        const string user = """{"displayName":"By session","timeZone":"Europe/Berlin","externalId":"by-session"}""";

        var read = await browser.CallAsync(HttpMethod.Get, "/api/v1/users");
        var without = await browser.CallAsync(HttpMethod.Post, "/api/v1/users", user);
        browser.DefaultRequestHeaders.Add("X-Apex-Request", "1");
        var with = await browser.CallAsync(HttpMethod.Post, "/api/v1/users", user);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Created), (read.Status, without.Status, with.Status));
    }

    [Fact]
    public async Task OpenApi_EveryRoute_IsDescribedWithIdAndSummary()
    {
        using var nobody = shared.Host.CreateClient();
        var document = (await nobody.GetAsync("/openapi/v1.json", HttpStatusCode.OK)).Body!;

        var described = from path in document["paths"]!.AsObject()
                        from operation in path.Value!.AsObject()
                        select $"{operation.Key.ToUpperInvariant()} {path.Key}";
        var mapped = Endpoints().SelectMany(endpoint => Methods(endpoint).Select(method => $"{method} /{Template(endpoint)}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));

        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!).ToList();
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["summary"])));
        Assert.Equal(operations.Count, operations.Select(operation => (string)operation["operationId"]!).Distinct().Count());
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["apiKey"]!["scheme"]);
        Assert.Equal("#/components/schemas/NewUser", (string?)document["paths"]!["/api/v1/users"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]);
    }

    [Fact]
    public async Task Answers_Always_StayOutOfCaches()
    {
        using var api = shared.Host.Api();
        using var answer = await api.GetAsync(new Uri("/api/v1/users", UriKind.Relative));

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    private static HttpRequestMessage Request(string method, string path) => new(new HttpMethod(method), path)
    {
        Content = method is "POST" or "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null,
    };

    private static string ScopeOf(string method, string path) =>
        method != "GET" || path.StartsWith("/api/v1/api-keys", StringComparison.Ordinal) || path.StartsWith("/api/v1/raw-payloads", StringComparison.Ordinal)
            || path.EndsWith("/body", StringComparison.Ordinal) ? "manage" : "read";

    private List<(string Method, string Path)> Routes() =>
        [.. Endpoints().SelectMany(endpoint => Methods(endpoint).Select(method => (method, "/" + Filled(Template(endpoint)))))];

    private List<RouteEndpoint> Endpoints()
    {
        var endpoints = shared.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal))
            .ToList();
        Assert.True(endpoints.Count > 20, "The routes were not found.");
        return endpoints;
    }

    private static IEnumerable<string> Methods(Endpoint endpoint) => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods;

    // {id:guid} is {id} in OpenAPI.
    private static string Template(RouteEndpoint endpoint) =>
        string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "",
        }))));

    private static string Filled(string template) => template
        .Replace("messages/{id}", "messages/1", StringComparison.Ordinal)
        .Replace("runs/{id}", "runs/1", StringComparison.Ordinal)
        .Replace("work-items/{id}", "work-items/1", StringComparison.Ordinal)
        .Replace("dead-letters/{id}", "dead-letters/1", StringComparison.Ordinal)
        .Replace("raw-payloads/{id}", "raw-payloads/1", StringComparison.Ordinal)
        .Replace("{date}", "2026-05-04", StringComparison.Ordinal)
        .Replace("{id}", "0193a0b0-0000-7000-8000-000000000000", StringComparison.Ordinal)
        .Replace("{backfillId}", "0193a0b0-0000-7000-8000-000000000002", StringComparison.Ordinal)
        .Replace("{connectionId}", "0193a0b0-0000-7000-8000-000000000001", StringComparison.Ordinal);
}
