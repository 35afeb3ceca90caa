using Apex.Simulator;

namespace Apex.Tests.Support;

/// <summary>The settings an operator would type so that Apex and the simulated clouds know each other.</summary>
internal static class SimulatedProviders
{
    public static IEnumerable<(string Key, string Value)> Settings(SimulatorOptions options, SimulatorServer simulator) =>
    [
        ("Providers:Oura:Enabled", "true"),
        ("Providers:Oura:ClientId", options.OuraClientId),
        ("Providers:Oura:ClientSecret", options.OuraClientSecret),
        ("Providers:Oura:WebhookSecret", options.OuraVerificationToken),
        ("Providers:Oura:ApiBaseUrl", simulator.OuraApiBaseUrl.ToString()),
        ("Providers:Oura:AuthBaseUrl", simulator.OuraAuthBaseUrl.ToString()),
        ("Providers:Garmin:Enabled", "true"),
        ("Providers:Garmin:ClientId", options.GarminClientId),
        ("Providers:Garmin:ClientSecret", options.GarminClientSecret),
        ("Providers:Garmin:WebhookSecret", options.GarminPathSecret),
        ("Providers:Garmin:ApiBaseUrl", simulator.GarminApiBaseUrl.ToString()),
        ("Providers:Garmin:AuthBaseUrl", simulator.GarminAuthBaseUrl.ToString()),
        ("Providers:Terra:Enabled", "true"),
        ("Providers:Terra:ClientId", options.TerraDevId),
        ("Providers:Terra:ClientSecret", options.TerraApiKey),
        ("Providers:Terra:WebhookSecret", options.TerraSigningSecret),
        ("Providers:Terra:ApiBaseUrl", simulator.TerraApiBaseUrl.ToString()),
        ("Providers:Terra:PayloadHosts:0", simulator.TerraPayloadOrigin.ToString()),
    ];
}
