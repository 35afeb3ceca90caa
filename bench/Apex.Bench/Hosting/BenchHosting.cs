using Apex.Infrastructure;
using Apex.Infrastructure.Providers;
using Apex.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Apex.Bench.Hosting.BenchHosting))]

namespace Apex.Bench.Hosting;

/// <summary>Adds the endpoints only the bench needs to the unchanged host, when ASPNETCORE_HOSTINGSTARTUPASSEMBLIES names this assembly.</summary>
public sealed class BenchHosting : IHostingStartup, IStartupFilter
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(this));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var host = new EndpointsOfTheHost(app);
        next(host);
        var endpoints = host.Endpoints ?? throw new InvalidOperationException("The host has no endpoints to add to.");
        endpoints.MapPost("/bench/no-storage/{provider}", NoStorageAsync).AllowAnonymous().DisableAntiforgery();
        endpoints.MapPost("/bench/people", People.AddAsync).AllowAnonymous().DisableAntiforgery();
    };

    /// <summary>What a webhook costs without its storage: the same pipeline, the same reading of the body, the same signature check.</summary>
    private static async Task<IResult> NoStorageAsync(string provider, HttpContext http, ProviderRegistry providers, ApexClock clock)
    {
        if (!providers.TryGet(provider, out var vendor) || await RawBody.ReadAsync(http.Request, vendor.Traits.MaxBodyBytes, http.RequestAborted) is not RawBody.Read body)
        {
            return TypedResults.NotFound();
        }

        var request = http.Request;
        var delivery = new WebhookRequest(
            request.Method,
            null,
            name => request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
            name => request.Query.TryGetValue(name, out var values) ? values.ToString() : null,
            body.Bytes);
        return vendor.IsAuthentic(delivery, clock.Now) ? TypedResults.NoContent() : TypedResults.Unauthorized();
    }

    /// <summary>Finds where the host's own endpoints are mapped, so that the bench's run through the same pipeline. WebApplication names itself
    /// in the properties only while it builds.</summary>
    private sealed class EndpointsOfTheHost(IApplicationBuilder inner) : IApplicationBuilder
    {
        public IEndpointRouteBuilder? Endpoints { get; private set; }

        public IServiceProvider ApplicationServices
        {
            get => inner.ApplicationServices;
            set => inner.ApplicationServices = value;
        }

        public IFeatureCollection ServerFeatures => inner.ServerFeatures;

        public IDictionary<string, object?> Properties => inner.Properties;

        public RequestDelegate Build() => inner.Build();

        public IApplicationBuilder New() => inner.New();

        public IApplicationBuilder Use(Func<RequestDelegate, RequestDelegate> middleware)
        {
            Endpoints ??= inner.Properties.TryGetValue("__GlobalEndpointRouteBuilder", out var builder) ? (IEndpointRouteBuilder?)builder : null;
            inner.Use(middleware);
            return this;
        }
    }
}
