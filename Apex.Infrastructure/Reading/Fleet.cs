using Apex.Domain.Freshness;
using Apex.Infrastructure.Freshness;

namespace Apex.Infrastructure.Reading;

/// <summary>People with the freshness of their signals, in order of their names.</summary>
/// <param name="IsCut">There are more people than the reader looks at.</param>
public sealed record Fleet(DateTimeOffset Now, IReadOnlyList<FleetPerson> People, bool IsCut);

/// <param name="Signals">One verdict per signal group, in the order of the groups.</param>
public sealed record FleetPerson(Guid Id, string? ExternalId, string DisplayName, string TimeZone, IReadOnlyList<SignalFreshnessView> Signals)
{
    /// <summary>How much the worst signal needs somebody.</summary>
    public int WorstUrgency { get; } = Signals.Max(signal => Urgency(signal.State));

    /// <summary>Signals that are late, waiting, cut off or never came.</summary>
    public int Troubled { get; } = Signals.Count(IsTroubled);

    /// <summary>Nothing connected measures anything.</summary>
    public bool IsUnconnected { get; } = Signals.All(signal => signal.State == FreshnessState.Unsupported);

    /// <summary>The signal that needs somebody most.</summary>
    public SignalFreshnessView Worst => Signals.MaxBy(signal => Urgency(signal.State))!;

    public static bool IsTroubled(SignalFreshnessView signal) => Urgency(signal.State) >= Urgency(FreshnessState.Never);

    private static int Urgency(FreshnessState state) => state switch
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
