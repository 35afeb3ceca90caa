using Apex.Simulator;
using Apex.Web.Configuration;

namespace Apex.Web.Demo;

/// <summary>What an operator would have typed so that Apex and the simulated clouds know each other; stronger than every other source.</summary>
internal static class DemoSettings
{
    private static readonly string[] SecretKeys = ["ClientSecret", "WebhookSecret"];

    /// <summary>A demo beside real credentials would answer real vendors' webhooks with "unknown person".</summary>
    public static void RefuseRealSecrets(IConfiguration configuration)
    {
        var keys = from provider in configuration.GetSection("Providers").GetChildren()
                   from key in SecretKeys
                   where !string.IsNullOrWhiteSpace(provider[key])
                   select $"{provider.Path}:{key}";
        if (keys.FirstOrDefault() is { } found)
        {
            throw new StartRefusedException(
                $"{found}: is set, and --demo never runs beside real provider secrets. Start without --demo, or remove the settings of Providers for the demo.");
        }
    }

    /// <summary>A directory of its own inside the configured one, so that a demo never mixes with real people.</summary>
    public static string DataDirectory(IConfiguration configuration) =>
        Path.Combine(configuration["Apex:DataDirectory"] is { Length: > 0 } configured ? configured : "data", "demo");

    public static Dictionary<string, string?> For(string dataDirectory, SimulatorServer vendors, DemoAccount? account)
    {
        var settings = Vendors(vendors);
        settings["Apex:DataDirectory"] = dataDirectory;
        settings["Apex:Storage"] = "Sqlite";
        settings["Apex:Backfill:OnConnectDays"] = "0"; // everybody's past is told by webhook
        if (account is not null)
        {
            settings["Apex:BootstrapAdmin:Email"] = account.Email;
            settings["Apex:BootstrapAdmin:Password"] = account.Password;
        }

        return settings;
    }

    private static Dictionary<string, string?> Vendors(SimulatorServer vendors) => new()
    {
        ["Providers:Oura:Enabled"] = "true",
        ["Providers:Oura:ClientId"] = vendors.Options.OuraClientId,
        ["Providers:Oura:ClientSecret"] = vendors.Options.OuraClientSecret,
        ["Providers:Oura:WebhookSecret"] = vendors.Options.OuraVerificationToken,
        ["Providers:Oura:ApiBaseUrl"] = vendors.OuraApiBaseUrl.ToString(),
        ["Providers:Oura:AuthBaseUrl"] = vendors.OuraAuthBaseUrl.ToString(),
        ["Providers:Garmin:Enabled"] = "true",
        ["Providers:Garmin:ClientId"] = vendors.Options.GarminClientId,
        ["Providers:Garmin:ClientSecret"] = vendors.Options.GarminClientSecret,
        ["Providers:Garmin:WebhookSecret"] = vendors.Options.GarminPathSecret,
        ["Providers:Garmin:ApiBaseUrl"] = vendors.GarminApiBaseUrl.ToString(),
        ["Providers:Garmin:AuthBaseUrl"] = vendors.GarminAuthBaseUrl.ToString(),
        ["Providers:Terra:Enabled"] = "true",
        ["Providers:Terra:ClientId"] = vendors.Options.TerraDevId,
        ["Providers:Terra:ClientSecret"] = vendors.Options.TerraApiKey,
        ["Providers:Terra:WebhookSecret"] = vendors.Options.TerraSigningSecret,
        ["Providers:Terra:ApiBaseUrl"] = vendors.TerraApiBaseUrl.ToString(),
        ["Providers:Terra:PayloadHosts:0"] = vendors.TerraPayloadOrigin.ToString(),
    };
}
