using Apex.Domain.Freshness;

namespace Apex.Infrastructure.Reading;

/// <summary>People with the freshness of their signals, in order of their names.</summary>
/// <param name="IsCut">There are more people than the reader looks at.</param>
public sealed record Fleet(DateTimeOffset Now, IReadOnlyList<FleetPerson> People, bool IsCut);

/// <param name="Providers">Vendors the person is connected to, whether they work or not.</param>
/// <param name="Signals">One verdict per signal group, in the order of the groups.</param>
public sealed record FleetPerson(
    Guid Id, string? ExternalId, string DisplayName, string TimeZone, IReadOnlyList<string> Providers, IReadOnlyList<SignalFreshness> Signals)
{
    /// <summary>The person's worst signal by how much it needs somebody.</summary>
    public SignalFreshness Worst => Signals.MaxBy(signal => Urgency(signal.State))!;

    public int WorstUrgency => Signals.Max(signal => Urgency(signal.State));

    /// <summary>How many signals are late, waiting or cut off.</summary>
    public int Troubled => Signals.Count(signal => Urgency(signal.State) >= Urgency(FreshnessState.Delayed));

    /// <summary>Signals nobody offers trouble nobody, unless the person has no connection at all.</summary>
    public static int Urgency(FreshnessState state) => state switch
    {
        FreshnessState.Disconnected => 6,
        FreshnessState.Late => 5,
        FreshnessState.Delayed => 4,
        FreshnessState.Never => 3,
        FreshnessState.Due => 2,
        FreshnessState.Fresh => 1,
        _ => 0,
    };
}
