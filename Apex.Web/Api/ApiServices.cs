using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Mvc;

namespace Apex.Web.Api;

/// <summary>The HTTP API under /api/v1: one file per feature, the same services the pages use.</summary>
internal static class ApiServices
{
    private const string Root = "/api/v1";

    /// <summary>Of what is posted here; data pushed by phones has caps of its own.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    public static void AddApexApi(this WebApplicationBuilder builder)
    {
        ApiPolicies.Add(builder.Services);
        ApiDocument.Add(builder.Services);
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // ApiErrors says what was wrong
    }

    /// <summary>Before authentication: its refusals become problems too. Routes first, so that what routing refuses is known.</summary>
    public static void UseApexApi(this WebApplication app)
    {
        app.UseRouting(); // on the whole application: a branch would have routes of its own
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), api => api.UseMiddleware<ApiErrors>());
    }

    public static void MapApexApi(this WebApplication app)
    {
        var api = app.MapGroup(Root).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).AddEndpointFilter<CookieGuard>().DisableAntiforgery();
        api.MapUsers();
        api.MapConnections();
        api.MapBackfills();
        api.MapDailyMetrics();
        api.MapFreshness();
        api.MapMessages();
        api.MapWorkItems();
        api.MapProviderGate();
        api.MapDeadLetters();
        api.MapRuns();
        api.MapRawPayloads();
        api.MapProviders();
        api.MapJobs();
        api.MapApiKeys();
        app.MapOpenApi().AllowAnonymous();
    }
}
