namespace Apex.Infrastructure.Providers;

/// <summary>What of a vendor is asked for without a notice, by the names of its fetch families.</summary>
/// <param name="Pushes">The vendor notifies: polls are a net behind that, and activity is never polled.</param>
/// <param name="MaxSleepCalls">Per person and day; notifications' and reconciles' not counted.</param>
/// <param name="Reconcile">The last days of everything once more; null: the vendor has none.</param>
internal sealed record PollTraits(string Sleep, string? Activity, string? Reconcile, bool Pushes, int MaxSleepCalls);
