using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Reading;
using Apex.Web.Components.DeadLetters;
using Apex.Web.Components.Jobs;
using Apex.Web.Components.LiveDays;
using Apex.Web.Components.Overview;
using Apex.Web.Components.Person;
using Apex.Web.Components.Providers;
using Apex.Web.Components.Roster;

namespace Apex.Web.Screens;

/// <summary>One model per screen and process.</summary>
internal static class ScreenServices
{
    public static IServiceCollection AddLiveScreens(this IServiceCollection services)
    {
        services.AddSingleton<ScreenTools>().AddScoped<ViewerTime>().AddScoped<Acting>();
        services.AddSingleton<LiveScreen<Everything, RoadOverview>, RoadScreen>();
        services.AddSingleton<LiveScreen<string, Fleet>, FleetScreen>();
        services.AddSingleton<LiveScreen<Everything, Landed>, LandedScreen>();
        services.AddSingleton<LiveScreen<int, Roster>, RosterScreen>();
        services.AddSingleton<PersonSources>().AddSingleton<LiveScreen<Guid, PersonModel>, PersonScreen>();
        services.AddSingleton<LiveScreen<string, DeadLetterModel>, DeadLetterScreen>();
        services.AddSingleton<LiveScreen<Everything, ProvidersModel>, ProviderScreen>();
        services.AddSingleton<LiveScreen<Everything, JobsModel>, JobScreen>();
        return services;
    }
}
