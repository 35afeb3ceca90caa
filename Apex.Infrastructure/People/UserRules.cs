using Apex.Domain.Metrics;
using Apex.Domain.Time;
using Apex.Infrastructure.Reading;

namespace Apex.Infrastructure.People;

/// <summary>What may be stored about a person; problems are named by field.</summary>
internal static class UserRules
{
    public const int MaxNameLength = 100;
    public const int MaxExternalIdLength = 128;
    public const double MinSleepNeedHours = 6;
    public const double MaxSleepNeedHours = 10;
    public const double DefaultSleepNeedHours = 7.5;

    private static readonly HashSet<string> Sources = new(
        new[]
        {
            SourceId.Oura, SourceId.Fitbit, SourceId.GoogleHealth, SourceId.Garmin, SourceId.Whoop, SourceId.Withings, SourceId.Polar, SourceId.Strava,
            SourceId.AppleHealth, SourceId.HealthConnect, SourceId.GoogleFit, SourceId.Manual, SourceId.Suunto, SourceId.Samsung, SourceId.Aggregator,
        }.Select(source => source.Value),
        StringComparer.Ordinal);

    public static FieldProblems Check(NewUser user)
    {
        var problems = new FieldProblems();
        if (user.ExternalId is { } externalId)
        {
            problems.CheckText("externalId", externalId, MaxExternalIdLength);
        }

        CheckName(problems, user.DisplayName ?? "");
        CheckZone(problems, user.TimeZone ?? "");
        CheckSleepNeed(problems, user.SleepNeedHours);
        return problems;
    }

    public static FieldProblems Check(UserPatch patch)
    {
        var problems = new FieldProblems();
        if (patch.DisplayName is { } name)
        {
            CheckName(problems, name);
        }

        if (patch.TimeZone is { } zone)
        {
            CheckZone(problems, zone);
        }

        CheckSleepNeed(problems, patch.SleepNeedHours);
        foreach (var (signal, source) in patch.PreferredSources ?? new Dictionary<string, string>())
        {
            // A name from outside is repeated only when it is one of ours.
            problems.Check(SignalNames.Find(signal) is not null, "preferredSources", $"signals are {string.Join(", ", SignalNames.All)}");
            problems.Check(source is not null && Sources.Contains(source), "preferredSources", $"sources are {string.Join(", ", Sources)}");
        }

        return problems;
    }

    private static void CheckName(FieldProblems problems, string name) => problems.CheckText("displayName", name, MaxNameLength);

    private static void CheckZone(FieldProblems problems, string zone) =>
        problems.Check(LocalDays.IsKnownZone(zone), "timeZone", "must be an IANA time zone such as Europe/Berlin");

    private static void CheckSleepNeed(FieldProblems problems, double? hours) =>
        problems.Check(hours is null or (>= MinSleepNeedHours and <= MaxSleepNeedHours), "sleepNeedHours", "must be from 6 to 10");
}
