using Apex.Domain.Freshness;
using Apex.Infrastructure.Freshness;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Demo;

/// <summary>The whole cast: each cause of lateness that Apex can tell is on show by whom it happens to, within a minute of the troubles' begin.</summary>
public sealed class DemoCausesTests : IDisposable
{
    private static readonly HashSet<(string Person, FreshnessState State, FreshnessCause Cause, bool Inferred)> OnShow =
    [
        ("Chiara", FreshnessState.Late, FreshnessCause.Queue, false),
        ("Dmitri", FreshnessState.Late, FreshnessCause.Unknown, false), // Oura was never asked: nobody can tell
        ("Elif", FreshnessState.Disconnected, FreshnessCause.TokenExpired, false),
        ("Farid", FreshnessState.Delayed, FreshnessCause.QuotaWait, false),
        ("Greta", FreshnessState.Late, FreshnessCause.MappingError, false),
        ("Hugo", FreshnessState.Delayed, FreshnessCause.VendorIncident, false),
        ("Ines", FreshnessState.Late, FreshnessCause.ScopeMissing, false),
        ("Jonas", FreshnessState.Disconnected, FreshnessCause.ProviderGone, false),
        ("Mira", FreshnessState.Late, FreshnessCause.DeviceNotSynced, true),
        ("Priya", FreshnessState.Disconnected, FreshnessCause.UserRevoked, false),
        ("Vera", FreshnessState.Disconnected, FreshnessCause.TokenExpired, false),
        ("Beatriz", FreshnessState.Late, FreshnessCause.NotWorn, false),
    ];

    // Steps are late by day only; one of them is awake.
    private static readonly string[] WearersOfLateVendors = ["Wanda", "Xavier"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("apex-demo-");

    [Fact]
    public async Task Start_WholeCast_ShowsEachSupportedCauseByItsPerson()
    {
        await using var host = DemoHost.Start(_data, people: 30);
        await host.LivingAsync();
        var reader = host.Services.GetRequiredService<FreshnessReader>();
        var seen = new HashSet<(string, FreshnessState, FreshnessCause, bool)>();

        await Eventually.GetAsync(
            async () =>
            {
                seen.UnionWith(await ShownAsync(reader));
                return string.Join(", ", OnShow.Except(seen));
            },
            missing => missing.Length == 0 && seen.Any(shown => WearersOfLateVendors.Contains(shown.Item1) && shown.Item3 == FreshnessCause.VendorLate),
            "every cause is on show");
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task<IEnumerable<(string, FreshnessState, FreshnessCause, bool)>> ShownAsync(FreshnessReader reader) =>
        (await reader.FleetAsync(null, 50)).Items
            .SelectMany(person => person.Signals.Select(signal => (person.DisplayName, signal.State, signal.Cause, signal.Inferred)));
}
