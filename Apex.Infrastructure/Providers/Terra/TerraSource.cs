using Apex.Domain.Metrics;

namespace Apex.Infrastructure.Providers.Terra;

/// <summary>The vendor behind a Terra connection: baselines belong to it, not to the aggregator.</summary>
internal static class TerraSource
{
    public static SourceId Of(string? provider) => provider?.ToUpperInvariant() switch
    {
        "OURA" => SourceId.Oura,
        "FITBIT" => SourceId.Fitbit,
        "GARMIN" => SourceId.Garmin,
        "WHOOP" => SourceId.Whoop,
        "WITHINGS" => SourceId.Withings,
        "POLAR" => SourceId.Polar,
        "STRAVA" => SourceId.Strava,
        "SUUNTO" => SourceId.Suunto,
        "SAMSUNG" => SourceId.Samsung,
        "APPLE" or "APPLE_HEALTH" => SourceId.AppleHealth,
        "GOOGLE" or "GOOGLEFIT" or "GOOGLE_FIT" => SourceId.GoogleFit,
        "GOOGLE_HEALTH" => SourceId.GoogleHealth,
        "HEALTH_CONNECT" => SourceId.HealthConnect,
        _ => SourceId.Aggregator,
    };
}
