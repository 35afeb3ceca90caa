using Apex.Domain.Records;

namespace Apex.Domain.Plausibility;

/// <summary>Applies the limits of science 2 to one vendor record.</summary>
public static class PlausibilityRules
{
    /// <summary>How far a vendor's clock may run ahead of ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>No wearable we read is older; keeps hostile dates away from the calendar's edge.</summary>
    public static readonly DateOnly OldestDay = new(2000, 1, 1);

    /// <param name="day">The local day the record counts for.</param>
    public static CheckedValues Check(RecordType type, RecordValues values, DateOnly day, DateTimeOffset now)
    {
        var check = new FieldCheck();
        var kept = DayRejection(day, now) is { } reason ? DropDay(reason, check) : CheckFields(type, values, day, now, check);
        return new(RecordEssentials.AreIn(type, kept) ? kept : null, check.Drops, check.Suspects);
    }

    private static RecordValues DropDay(string reason, FieldCheck check)
    {
        check.Drop("day", reason);
        return new();
    }

    private static RecordValues CheckFields(RecordType type, RecordValues values, DateOnly day, DateTimeOffset now, FieldCheck check)
    {
        var hrvMs = CheckHrv(values, check);
        return values with
        {
            Sleep = values.Sleep is { } session && type is RecordType.Sleep ? SleepPlausibility.Check(session, now, check) : null,
            HrvMs = hrvMs,
            HrvKind = hrvMs is null ? null : values.HrvKind,
            RestingHrBpm = check.Keep("resting_hr_bpm", values.RestingHrBpm, Limits.RestingHrBpm),
            Steps = (int?)check.Keep("steps", values.Steps, Limits.Steps),
            ActivityMinutes = CheckMinutes("activity_minutes", values.ActivityMinutes, day, now, check),
            ModerateMinutes = CheckMinutes("moderate_minutes", values.ModerateMinutes, day, now, check),
            VigorousMinutes = CheckMinutes("vigorous_minutes", values.VigorousMinutes, day, now, check),
            VendorStrain = check.Keep("vendor_strain", values.VendorStrain, Limits.StrainScore),
            DataThroughMs = CheckDataThrough(values.DataThroughMs, day, now, check),
        };
    }

    private static double? CheckHrv(RecordValues values, FieldCheck check)
    {
        if (values.HrvMs is not null && values.HrvKind is null)
        {
            check.Drop("hrv_ms", DropReasons.KindMissing);
            return null;
        }

        return check.Keep("hrv_ms", values.HrvMs, Limits.Hrv(values.HrvKind));
    }

    /// <summary>Nobody is active for longer than the day has lasted.</summary>
    private static double? CheckMinutes(string field, double? minutes, DateOnly day, DateTimeOffset now, FieldCheck check)
    {
        var elapsedMin = (now + ClockSkew - EarliestStart(day)).TotalMinutes;
        return check.Keep(field, minutes, Limits.ActivityMin with { HardMax = Math.Min(Limits.ActivityMin.HardMax, elapsedMin) });
    }

    private static long? CheckDataThrough(long? unixMs, DateOnly day, DateTimeOffset now, FieldCheck check)
    {
        var reason = unixMs switch
        {
            null => null,
            var ms when ms > (now + ClockSkew).ToUnixTimeMilliseconds() => DropReasons.InFuture,
            var ms when ms < EarliestStart(day).ToUnixTimeMilliseconds() => DropReasons.BeforeDay,
            _ => null,
        };
        if (reason is null)
        {
            return unixMs;
        }

        check.Drop("data_through_ms", reason);
        return null;
    }

    private static string? DayRejection(DateOnly day, DateTimeOffset now) => day switch
    {
        _ when day < OldestDay => DropReasons.TooOld,
        _ when EarliestStart(day) > now + ClockSkew => DropReasons.InFuture,
        _ => null,
    };

    /// <summary>A date starts first at UTC+14.</summary>
    private static DateTimeOffset EarliestStart(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue).AddHours(-14), TimeSpan.Zero);
}
