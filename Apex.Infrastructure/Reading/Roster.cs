using Apex.Domain.Recovery;

namespace Apex.Infrastructure.Reading;

/// <summary>One screenful of clients, those who need somebody first.</summary>
/// <param name="Total">All clients.</param>
public sealed record Roster(DateTimeOffset Now, IReadOnlyList<RosterRow> Rows, int Page, BoundedCount Total);

/// <param name="Today">The client's own calendar day.</param>
/// <param name="Day">What is stored of it, or null.</param>
public sealed record RosterRow(FleetPerson Person, DateOnly Today, DayGlance? Day, OwnBand? HrvBand, OwnBand? RestingHrBand)
{
    /// <summary>0 first: a warning or a low score, then a number that should be here and is not, then the rest down to the well recovered.</summary>
    public int Rank => Day switch
    {
        { Recovery.AutonomicStrain: true } or { Recovery.Zone: RecoveryZone.Low } => 0,
        { Score: not null, Recovery.Zone: RecoveryZone.High } => 5,
        { Score: not null } => 2,
        _ => Person.Troubled > 0 ? 1 : 3,
    };
}
