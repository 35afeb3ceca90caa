using Apex.Domain.Records;
using Apex.Domain.Sleep;

namespace Apex.Domain.Plausibility;

/// <summary>The limits of science 2 on a sleep session.</summary>
internal static class SleepPlausibility
{
    private const int MinOffsetMin = -12 * 60;
    private const int MaxOffsetMin = 14 * 60;

    /// <summary>Percent points between the vendor's efficiency and ours beyond which the vendor's is called suspect.</summary>
    private const double EfficiencyMismatch = 3;

    private static readonly DateTimeOffset Oldest = new(PlausibilityRules.OldestDay, TimeOnly.MinValue, TimeSpan.Zero);

    private static readonly TimeSpan SuspectLength = TimeSpan.FromHours(14);

    public static SleepSession? Check(SleepSession session, DateTimeOffset now, FieldCheck check)
    {
        var cleaned = DropStagesIfAnyIsImpossible(session, check) with
        {
            EndOffsetMin = CheckOffset(session.EndOffsetMin, check),
            InBedMin = session.InBedMin is 0 ? null : KeepMinutes("sleep.in_bed_min", session.InBedMin, check),
            VendorAsleepMin = KeepMinutes("sleep.vendor_asleep_min", session.VendorAsleepMin, check),
            AwakeMin = KeepMinutes("sleep.awake_min", session.AwakeMin, check),
            LatencyMin = check.Keep("sleep.latency_min", session.LatencyMin, Limits.LatencyMin),
            // 0 is how vendors say "not computed" (science 1.6): missing, not implausible.
            VendorEfficiency = session.VendorEfficiency is 0
                ? null
                : check.Keep("sleep.vendor_efficiency", session.VendorEfficiency, Limits.EfficiencyPercent),
        };
        var rejection = InstantsRejection(cleaned, now) ?? ContentRejection(cleaned, check);
        if (rejection is null)
        {
            return cleaned;
        }

        check.Drop("sleep", rejection);
        return null;
    }

    private static string? InstantsRejection(SleepSession session, DateTimeOffset now) => session switch
    {
        _ when session.EndUtc > now + PlausibilityRules.ClockSkew => DropReasons.InFuture,
        _ when session.StartUtc < Oldest => DropReasons.TooOld,
        _ => null,
    };

    private static string? ContentRejection(SleepSession session, FieldCheck check)
    {
        switch (SleepNormalizer.Normalize(session))
        {
            case SleepNormalization.Rejected(var reason):
                return reason;
            case SleepNormalization.Accepted(var sleep) when sleep.SleepDurationHours > Limits.SleepHours.HardMax:
                return DropReasons.DurationImplausible;
            case SleepNormalization.Accepted(var sleep):
                Flag(session, sleep, check);
                return null;
            default:
                throw new InvalidOperationException("SleepNormalization is closed.");
        }
    }

    private static void Flag(SleepSession session, NormalizedSleep sleep, FieldCheck check)
    {
        var isShort = sleep.SleepDurationHours < Limits.SleepHours.SoftMin && !sleep.IsNapByVendor;
        (string Field, bool IsSuspect)[] flags =
        [
            ("sleep", session.EndUtc - session.StartUtc > SuspectLength),
            ("sleep_duration_hours", isShort || sleep.SleepDurationHours > Limits.SleepHours.SoftMax),
            ("sleep_efficiency", Limits.EfficiencyPercent.IsSuspect(sleep.EfficiencyPercent)),
            ("rem_percentage", sleep.RemPercent is { } rem && Limits.RemPercent.IsSuspect(rem)),
            ("deep_percentage", sleep.DeepPercent is { } deep && Limits.DeepPercent.IsSuspect(deep)),
            ("light_percentage", sleep.RemPercent + sleep.DeepPercent > 75),
            ("eff_mismatch", session.VendorEfficiency is { } own && Math.Abs(own - sleep.EfficiencyPercent) > EfficiencyMismatch),
        ];
        foreach (var (field, _) in flags.Where(flag => flag.IsSuspect))
        {
            check.Suspect(field);
        }
    }

    /// <summary>One impossible stage spoils the sum of all; the vendor's own total may still serve.</summary>
    private static SleepSession DropStagesIfAnyIsImpossible(SleepSession session, FieldCheck check)
    {
        (string Field, double? Minutes)[] stages =
        [
            ("sleep.rem_min", session.RemMin), ("sleep.deep_min", session.DeepMin),
            ("sleep.light_min", session.LightMin), ("sleep.unstaged_min", session.UnstagedMin),
        ];
        var impossible = stages.Where(stage => stage.Minutes is { } minutes && !IsPossible(minutes)).ToList();
        foreach (var (field, _) in impossible)
        {
            check.Drop(field, DropReasons.OutOfRange);
        }

        return impossible.Count == 0
            ? session
            : session with { RemMin = null, DeepMin = null, LightMin = null, UnstagedMin = null };
    }

    private static int? CheckOffset(int? offsetMin, FieldCheck check)
    {
        if (offsetMin is null or (>= MinOffsetMin and <= MaxOffsetMin))
        {
            return offsetMin;
        }

        check.Drop("sleep.end_offset_min", DropReasons.OffsetOutOfRange);
        return null;
    }

    private static double? KeepMinutes(string field, double? minutes, FieldCheck check)
    {
        if (minutes is not { } value || IsPossible(value))
        {
            return minutes;
        }

        check.Drop(field, DropReasons.OutOfRange);
        return null;
    }

    private static bool IsPossible(double minutes) => minutes >= 0 && minutes <= SleepNormalizer.MaxLength.TotalMinutes;
}
