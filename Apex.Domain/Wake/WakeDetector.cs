using Apex.Domain.Time;

namespace Apex.Domain.Wake;

/// <summary>The best that is known of when a person woke on a day (science 4.1).</summary>
public static class WakeDetector
{
    /// <summary>Signs of life before it are of the night.</summary>
    private const int LivelyFromMinute = 4 * 60;

    private const int LivelySteps = 100;
    private const int LivelySamples = 2;

    public static WakeTime Detect(WakeSigns signs, WakeEstimate estimate, DateOnly day, string zone)
    {
        if (signs.MeasuredAt is { } measured)
        {
            return new(measured, signs.IsFinal ? WakeState.Measured : WakeState.MeasuredTentative, estimate.IsIrregular);
        }

        var estimatedAt = LocalDays.ToUtcLenient(day, estimate.MinuteOfDay, zone);
        if (FirstLifeSign(signs, estimatedAt - TimeSpan.FromMinutes(2 * estimate.SpreadMin), LocalDays.ToUtcLenient(day, LivelyFromMinute, zone)) is { } seen)
        {
            return new(seen, WakeState.Inferred, estimate.IsIrregular);
        }

        return new(estimatedAt, estimate.Basis == WakeBasis.Fallback ? WakeState.Fallback : WakeState.Estimated, estimate.IsIrregular);
    }

    private static DateTimeOffset? FirstLifeSign(WakeSigns signs, DateTimeOffset earliest, DateTimeOffset lively)
    {
        var steps = signs.Steps.Where(sample => sample.At > earliest).OrderBy(sample => sample.At).ToList();
        var walked = steps.Count >= LivelySamples && steps.Sum(sample => sample.Steps) >= LivelySteps ? steps[0].At : (DateTimeOffset?)null;
        var opened = signs.AppOpenedAt.Where(at => at > earliest && at >= lively).Order().Select(at => (DateTimeOffset?)at).FirstOrDefault();
        return (walked, opened) switch
        {
            ({ } w, { } o) => w < o ? w : o,
            _ => walked ?? opened,
        };
    }
}

/// <summary>What a day has shown so far.</summary>
public sealed record WakeSigns
{
    /// <summary>End of the day's main sleep, when a record is there.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>The vendor will not change that record any more.</summary>
    public bool IsFinal { get; init; }

    public IReadOnlyList<(DateTimeOffset At, int Steps)> Steps { get; init; } = [];

    public IReadOnlyList<DateTimeOffset> AppOpenedAt { get; init; } = [];
}

/// <param name="At">Wake, or the latest it can have been when inferred.</param>
public sealed record WakeTime(DateTimeOffset At, WakeState State, bool IsIrregular);

/// <summary>Best first.</summary>
public enum WakeState
{
    Measured,
    MeasuredTentative,
    Inferred,
    Estimated,
    Fallback,
}
