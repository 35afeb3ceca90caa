using Apex.Infrastructure.Reading;
using Apex.Web.Components.LiveDays;
using Apex.Web.Components.Overview;

namespace Apex.Web.Live;

/// <summary>One model per screen and process.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLiveScreens(this IServiceCollection services)
    {
        services.AddScoped<ViewerTime>();
        services.AddSingleton<LiveScreen<Everything, RoadOverview>, RoadScreen>();
        services.AddSingleton<LiveScreen<string, Fleet>, FleetScreen>();
        services.AddSingleton<LiveScreen<Everything, Landed>, LandedScreen>();
        return services;
    }
}
