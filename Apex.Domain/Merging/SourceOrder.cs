using Apex.Domain.Metrics;

namespace Apex.Domain.Merging;

/// <summary>Who wins between equally complete sources (science 3.6 rule 3). Apex's own choice; sources not named there follow by kinship.</summary>
public static class SourceOrder
{
    private static readonly SourceId[] Night =
    [
        SourceId.Oura, SourceId.Whoop, SourceId.Garmin, SourceId.Polar, SourceId.Fitbit, SourceId.GoogleHealth, SourceId.Withings,
        SourceId.Suunto, SourceId.Samsung, SourceId.AppleHealth, SourceId.HealthConnect, SourceId.GoogleFit, SourceId.Strava,
        SourceId.Manual, SourceId.Aggregator,
    ];

    private static readonly SourceId[] Day =
    [
        SourceId.Garmin, SourceId.Fitbit, SourceId.GoogleHealth, SourceId.AppleHealth, SourceId.Samsung, SourceId.HealthConnect,
        SourceId.Withings, SourceId.GoogleFit, SourceId.Polar, SourceId.Suunto, SourceId.Oura, SourceId.Whoop, SourceId.Strava,
        SourceId.Manual, SourceId.Aggregator,
    ];

    private static readonly Dictionary<SourceId, int> NightPlaces = PlacesOf(Night);
    private static readonly Dictionary<SourceId, int> DayPlaces = PlacesOf(Day);

    /// <summary>0 is the best; unknown sources share the last place.</summary>
    public static int PlaceOf(SourceId source, SignalGroup group)
    {
        var places = group is SignalGroup.Sleep or SignalGroup.Hrv or SignalGroup.RestingHr ? NightPlaces : DayPlaces;
        return places.GetValueOrDefault(source, places.Count);
    }

    private static Dictionary<SourceId, int> PlacesOf(SourceId[] order) =>
        order.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
}
