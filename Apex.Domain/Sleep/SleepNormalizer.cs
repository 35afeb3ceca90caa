using Apex.Domain.Records;

namespace Apex.Domain.Sleep;

/// <summary>A vendor's session in Apex's definitions (science 3.1).</summary>
public static class SleepNormalizer
{
    /// <summary>A session may last this long at most.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromHours(24);

    /// <summary>Minutes by which asleep may exceed in bed: vendors round each to minutes.</summary>
    private const double RoundingToleranceMin = 2;

    public static SleepNormalization Normalize(SleepSession session)
    {
        var length = session.EndUtc - session.StartUtc;
        if (RejectionOf(session, length) is { } reason)
        {
            return new SleepNormalization.Rejected(reason);
        }

        var staged = (session.RemMin ?? 0) + (session.DeepMin ?? 0) + (session.LightMin ?? 0);
        var asleep = staged + (session.UnstagedMin ?? 0);
        if (asleep == 0)
        {
            asleep = session.VendorAsleepMin ?? 0;
        }

        if (asleep == 0)
        {
            return new SleepNormalization.Rejected(SleepRejections.AsleepMissing);
        }

        // 0 minutes in bed is how some vendors say "not computed".
        var inBedStated = session.InBedMin is > 0;
        var inBed = inBedStated ? session.InBedMin!.Value : length.TotalMinutes;
        if (asleep - inBed > RoundingToleranceMin)
        {
            return new SleepNormalization.Rejected(SleepRejections.AsleepExceedsInBed);
        }

        return new SleepNormalization.Accepted(new()
        {
            StartUtc = session.StartUtc,
            EndUtc = session.EndUtc,
            EndOffsetMin = session.EndOffsetMin,
            AsleepMin = asleep,
            InBedMin = Math.Max(inBed, asleep),
            InBedStated = inBedStated,
            RemMin = session.RemMin ?? 0,
            DeepMin = session.DeepMin ?? 0,
            LightMin = session.LightMin ?? 0,
            LatencyMin = session.LatencyMin,
            IsNapByVendor = session.IsNapByVendor,
            Tentative = session.Tentative,
        });
    }

    private static string? RejectionOf(SleepSession session, TimeSpan length)
    {
        if (length <= TimeSpan.Zero)
        {
            return SleepRejections.EndNotAfterStart;
        }

        if (length > MaxLength)
        {
            return SleepRejections.LongerThan24Hours;
        }

        double?[] minutes =
            [session.InBedMin, session.VendorAsleepMin, session.RemMin, session.DeepMin, session.LightMin, session.UnstagedMin];
        return minutes.Any(value => value is { } min && !(min >= 0 && min <= MaxLength.TotalMinutes))
            ? SleepRejections.ValueOutOfRange
            : null;
    }
}
