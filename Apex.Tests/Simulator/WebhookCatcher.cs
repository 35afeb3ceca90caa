using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Apex.Tests.Simulator;

internal sealed record CaughtWebhook(string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Stands where Apex would, keeps what comes, answers handshakes like Apex should.</summary>
internal sealed class WebhookCatcher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CaughtWebhook> _caught = new();

    private WebhookCatcher()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri BaseUrl => new(_app.Urls.Single());

    public IReadOnlyList<CaughtWebhook> Caught => [.. _caught];

    public int Status { get; set; } = 200;

    public static async Task<WebhookCatcher> StartAsync()
    {
        var catcher = new WebhookCatcher();
        await catcher._app.StartAsync();
        return catcher;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method == "GET")
        {
            context.Response.StatusCode = context.Request.Query["verification_token"] == "sim-oura-verification-token" ? 200 : 401;
            await context.Response.WriteAsync($$"""{"challenge":"{{context.Request.Query["challenge"]}}"}""");
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _caught.Enqueue(new(context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        context.Response.StatusCode = Status;
    }
}
