namespace Apex.Domain.Polling;

/// <summary>When a night is asked for after wake (science 4.3). Spans of elapsed time, not wall clock: on the night clocks go back an hour is still an hour.</summary>
public static class SleepPolls
{
    public static readonly TimeSpan First = TimeSpan.FromHours(1);
    public static readonly TimeSpan Second = TimeSpan.FromHours(3);

    /// <summary>Ten minutes inside the promise of two hours.</summary>
    public static readonly TimeSpan GapCheck = new(1, 50, 0);

    private static readonly TimeSpan[] _late = [TimeSpan.FromHours(5), TimeSpan.FromHours(8)];

    /// <summary>For people without a usual hour.</summary>
    public static IReadOnlyList<TimeSpan> Late => _late;

    /// <summary>After it the day's night is given up; the daily look-back still finds it.</summary>
    public static readonly TimeSpan GiveUp = TimeSpan.FromHours(12);

    /// <summary>In the order they are due. Those after the first are sent only while the night is missing or tentative.</summary>
    /// <param name="pushes">The source pushes: one gap check instead of the first poll.</param>
    /// <param name="gapCheck">Offset of the gap check; null: <see cref="GapCheck"/>.</param>
    public static IReadOnlyList<SleepPoll> After(DateTimeOffset wakeAt, bool isIrregular, bool pushes, TimeSpan? gapCheck = null)
    {
        var polls = new List<SleepPoll>
        {
            pushes ? new(SleepPollKind.GapCheck, wakeAt + (gapCheck ?? GapCheck)) : new(SleepPollKind.First, wakeAt + First),
            new(SleepPollKind.Second, wakeAt + Second),
        };
        if (isIrregular)
        {
            polls.AddRange(_late.Select(after => new SleepPoll(SleepPollKind.Late, wakeAt + after)));
        }

        return polls;
    }
}

public readonly record struct SleepPoll(SleepPollKind Kind, DateTimeOffset At);

public enum SleepPollKind
{
    First,
    GapCheck,
    Second,
    Late,
}
