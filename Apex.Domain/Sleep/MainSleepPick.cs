namespace Apex.Domain.Sleep;

/// <summary>One source's sleeps of a day, told apart.</summary>
/// <param name="Main">Null when no sleep of the day reaches <see cref="MainSleep.MinAsleepMin"/>.</param>
public sealed record MainSleepPick(NormalizedSleep? Main, IReadOnlyList<NormalizedSleep> Naps);
