namespace Apex.Infrastructure.Providers;

/// <summary>What of a vendor is asked for without a notice, by the names of its fetch families.</summary>
/// <param name="Activity">Steps and activity; only of vendors that do not push.</param>
/// <param name="MaxSleepCalls">Per person and day; notifications' and reconciles' not counted.</param>
internal sealed record PollFamilies(string Sleep, string? Activity, int MaxSleepCalls);
