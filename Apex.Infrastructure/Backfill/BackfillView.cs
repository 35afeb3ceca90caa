namespace Apex.Infrastructure.Backfill;

/// <summary>One backfill and how far it is.</summary>
/// <param name="State">planned (nothing answered yet), running, done, failed (some days could not be had), cancelled.</param>
/// <param name="RequestedBy">Who asked for it; "connect": Apex itself, when the person connected.</param>
/// <param name="Days">How many days it is about; <paramref name="DaysDone"/>: how many of them were answered and stored.</param>
public sealed record BackfillView(
    Guid Id,
    Guid UserId,
    string Provider,
    DateOnly StartDate,
    DateOnly EndDate,
    string State,
    int Days,
    int DaysDone,
    int Chunks,
    int ChunksDone,
    int ChunksFailed,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    public bool IsOpen => State is BackfillStates.Planned or BackfillStates.Running;
}
