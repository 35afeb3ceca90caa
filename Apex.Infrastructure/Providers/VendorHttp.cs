using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Providers;

/// <summary>The HttpClient of one vendor, under the vendor's name.</summary>
internal static class VendorHttp
{
    public static IServiceCollection AddVendorHttp(this IServiceCollection services, string name) => services.AddVendorHttp(name, Handler);

    public static IServiceCollection AddVendorHttp(this IServiceCollection services, string name, Func<SocketsHttpHandler> handler)
    {
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan) // ProviderHttp keeps the time
            .ConfigurePrimaryHttpMessageHandler(handler)
            .RemoveAllLoggers(); // addresses hold object ids
        return services;
    }

    public static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false, // a redirect would carry the token to a host nobody configured
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    public static ProviderHttp Http(this IServiceProvider container, string name, TimeSpan? timeout = null, int maxResponseBytes = ProviderHttp.MaxResponseBytes) => new(
        container.GetRequiredService<IHttpClientFactory>(), name, container.GetRequiredService<ApexClock>(), TimeProvider.System, timeout, maxResponseBytes);
}
