using Apex.Infrastructure.Providers.Garmin;
using Apex.Infrastructure.Providers.Oura;
using Apex.Infrastructure.Providers.Terra;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Providers;

/// <summary>All vendors: one line each, and one in <see cref="ProviderOptionsCheck"/>. Needs an <see cref="ApexClock"/> in the container.</summary>
public static class ProvidersRegistration
{
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration) => services
        .AddOura(configuration)
        .AddGarmin(configuration)
        .AddTerra(configuration)
        .AddSingleton<ProviderRegistry>();
}
