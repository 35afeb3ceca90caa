namespace Apex.Infrastructure.Storage.Rows;

/// <summary>One run of a job, or a row of runs one after the other that found nothing to do.</summary>
internal sealed class JobRunRow
{
    public long Id { get; set; }

    public required string Job { get; set; }

    /// <summary>done, idle, failed, running; a row left running is of a process that died.</summary>
    public required string Outcome { get; set; }

    public long StartedAt { get; set; }

    public long? EndedAt { get; set; }

    /// <summary>Of an idle row: how many runs.</summary>
    public int Times { get; set; }

    public long Done { get; set; }

    public string? Detail { get; set; }

    public required string Node { get; set; }
}
