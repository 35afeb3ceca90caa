namespace Apex.Infrastructure.Gate;

/// <summary>When a vendor is left alone, and how one finds out that it is back. Pure; a transition that does not apply returns what it was given.</summary>
internal static class Circuit
{
    /// <summary>Apex's own choice: so many failures without a success between mean the vendor and not the day.</summary>
    public const int FailuresToOpen = 10;

    /// <summary>One person's trouble, however often it repeats, is no trouble of the vendor.</summary>
    public const int PeopleToOpen = 3;

    /// <summary>Longer than a fetch may take with a refresh before it; what a dead node leaves is taken over after it.</summary>
    public static readonly TimeSpan ProbeLease = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan[] _pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15)];

    /// <param name="whose">The connection, as a key without commas.</param>
    public static ProviderHealth Fail(ProviderHealth health, string whose, string error, DateTimeOffset now)
    {
        if (health.OpenUntil is not null)
        {
            return health; // sent before it opened
        }

        string[] people = health.FailedFor.Length == 0 ? [] : health.FailedFor.Split(',');
        string[] all = people.Length < PeopleToOpen && !people.Contains(whose, StringComparer.Ordinal) ? [.. people, whose] : people;
        var failed = health with { Failures = health.Failures + 1, FailedFor = string.Join(',', all) };
        return failed.Failures >= FailuresToOpen && all.Length >= PeopleToOpen ? Open(failed, error, now) : failed;
    }

    /// <summary>An open circuit is closed by its probe alone: what was sent before says nothing of now.</summary>
    public static ProviderHealth Succeed(ProviderHealth health) =>
        health.OpenUntil is null && health.Failures > 0 ? health with { Failures = 0, FailedFor = "" } : health;

    /// <summary>Takes the lease when the pause is over and nobody else has it.</summary>
    public static ProviderHealth Probe(ProviderHealth health, DateTimeOffset now) => IsHalfOpen(health, now) && !(health.ProbeUntil > now)
        ? health with { ProbeUntil = now + ProbeLease, ProbeFence = health.ProbeFence + 1 }
        : health;

    public static ProviderHealth ProbeFailed(ProviderHealth health, long fence, string error, DateTimeOffset now) => Holds(health, fence) ? Open(health, error, now) : health;

    public static ProviderHealth ProbeSucceeded(ProviderHealth health, long fence) => Holds(health, fence) ? Close(health) : health;

    /// <summary>It has found out nothing; the next one may.</summary>
    public static ProviderHealth ProbeEnded(ProviderHealth health, long fence) => Holds(health, fence) ? health with { ProbeUntil = null } : health;

    public static ProviderHealth Close(ProviderHealth health) =>
        health with { Failures = 0, FailedFor = "", OpenedAt = null, OpenUntil = null, Opens = 0, Error = null, ProbeUntil = null };

    public static bool IsHalfOpen(ProviderHealth health, DateTimeOffset now) => health.OpenUntil <= now;

    private static bool Holds(ProviderHealth health, long fence) => health.ProbeUntil is not null && health.ProbeFence == fence;

    private static ProviderHealth Open(ProviderHealth health, string error, DateTimeOffset now) => Close(health) with
    {
        OpenedAt = health.OpenedAt ?? now,
        OpenUntil = now + _pauses[Math.Min(health.Opens, _pauses.Length - 1)],
        Opens = health.Opens + 1,
        Error = error,
    };
}
