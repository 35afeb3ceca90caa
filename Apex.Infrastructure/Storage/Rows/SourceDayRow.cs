namespace Apex.Infrastructure.Storage.Rows;

/// <summary>What one source alone says of a day and signal group; a pure function of the records, and the baseline's history.</summary>
internal sealed class SourceDayRow
{
    public Guid UserId { get; set; }

    public DateOnly Date { get; set; }

    public required string Source { get; set; }

    public required string SignalGroup { get; set; }

    /// <summary>The group's main value: hours asleep, ms, bpm, steps, minutes, strain.</summary>
    public double Value { get; set; }

    /// <summary>The HRV kind, or the strain's source; null elsewhere.</summary>
    public string? Kind { get; set; }
}
