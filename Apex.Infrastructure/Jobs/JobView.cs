namespace Apex.Infrastructure.Jobs;

/// <summary>A job, what it did last and when it runs next.</summary>
/// <param name="Purpose">For people, one line.</param>
/// <param name="RunningSince">Null: it does not run now.</param>
/// <param name="LastRun">The newest that has ended.</param>
/// <param name="LastDone">The newest that found something to do, when it is another one.</param>
/// <param name="NextAt">Null: this node runs no job by itself.</param>
public sealed record JobView(
    string Name, string Purpose, int EverySeconds, DateTimeOffset? RunningSince, JobRunView? LastRun, JobRunView? LastDone, DateTimeOffset? NextAt);

/// <summary>One run, or runs one after the other that found nothing to do.</summary>
/// <param name="Outcome">done, idle, failed, cut_off (its process died).</param>
/// <param name="Times">How many runs it stands for.</param>
/// <param name="Done">How many things were done.</param>
public sealed record JobRunView(string Outcome, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Times, long Done, string? Detail, string Node);

/// <summary>A process on this database.</summary>
/// <param name="State">running; stopped (in good order); gone.</param>
public sealed record NodeView(string Name, string Version, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, string State);

/// <summary>How often a vendor is asked without a notice.</summary>
/// <param name="Pushes">Asked only for what its pushes may have lost.</param>
/// <param name="ActivityFamily">What steps and activity are asked by; null: they are not.</param>
/// <param name="MaxSleepCalls">Per person and day.</param>
/// <param name="ReconcileDaysBefore">How far the daily look-back reaches; null: there is none.</param>
public sealed record PolledProvider(string Name, string DisplayName, bool Enabled, bool Pushes, string? ActivityFamily, int MaxSleepCalls, int? ReconcileDaysBefore);

/// <summary>All that is done by the clock.</summary>
public sealed record JobsModel(DateTimeOffset Now, IReadOnlyList<JobView> Jobs, IReadOnlyList<PolledProvider> Polled, IReadOnlyList<NodeView> Nodes);
