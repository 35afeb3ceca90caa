namespace Apex.Domain.Metrics;

/// <summary>Whose measurement a value is, as shown to people and used as a baseline key. Through an aggregator it names the underlying vendor.</summary>
/// <param name="Value">Lower-case snake case: oura, fitbit, google_health, garmin, whoop, withings, polar, strava, apple_health,
/// health_connect, google_fit, manual, aggregator (design section 4), plus suunto and samsung, which reach us only through aggregators.</param>
public readonly record struct SourceId(string Value)
{
    public static readonly SourceId Oura = new("oura");
    public static readonly SourceId Fitbit = new("fitbit");
    public static readonly SourceId GoogleHealth = new("google_health");
    public static readonly SourceId Garmin = new("garmin");
    public static readonly SourceId Whoop = new("whoop");
    public static readonly SourceId Withings = new("withings");
    public static readonly SourceId Polar = new("polar");
    public static readonly SourceId Strava = new("strava");
    public static readonly SourceId AppleHealth = new("apple_health");
    public static readonly SourceId HealthConnect = new("health_connect");
    public static readonly SourceId GoogleFit = new("google_fit");
    public static readonly SourceId Manual = new("manual");
    public static readonly SourceId Suunto = new("suunto");
    public static readonly SourceId Samsung = new("samsung");
    public static readonly SourceId Aggregator = new("aggregator");

    public override string ToString() => Value;
}
