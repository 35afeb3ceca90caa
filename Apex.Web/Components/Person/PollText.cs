using Apex.Domain.Polling;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Work;
using Apex.Web.Components.Overview;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Person;

/// <summary>What happens to a connection next, in words.</summary>
internal static class PollText
{
    /// <summary><c>Next look 08:55: gap check, if the night of Mon 4 May has not come</c>.</summary>
    public static string Look(PollForecast forecast, DateTimeOffset now, TimeZoneInfo zone)
    {
        var when = forecast.LookAt > now ? ClockText.Soon(forecast.LookAt, now, zone) : "within a minute";
        return forecast.Calls.Count == 0
            ? $"Next look {when}: nothing to ask for then, as it stands"
            : $"Next look {when}: {string.Join("; ", forecast.Calls.Select(Call))}";
    }

    /// <summary><c>Sleep of 2026-05-04 waits for quota, next try 08:57</c>.</summary>
    public static string Waiting(WorkItemView item, DateTimeOffset now, TimeZoneInfo zone) =>
        $"{Sentence(item.Family)} of {Day(item.Day)} waits {RoadSteps.WaitReason(item.WaitReason ?? "")}, next try {ClockText.Soon(item.DueAt, now, zone)}";

    private static string Call(PlannedCall call) => call.Kind switch
    {
        PlannedCallKind.SleepGap => $"gap check, if the night of {ClockText.Day(call.Day)} has not come",
        PlannedCallKind.Sleep => $"asks for the night of {ClockText.Day(call.Day)}, if it has not come",
        PlannedCallKind.Activity => $"asks for steps and activity of {ClockText.Day(call.Day)}",
        PlannedCallKind.Reconcile => "asks for the last days once more",
        _ => throw new ArgumentOutOfRangeException(nameof(call), call.Kind, null),
    };

    private static string Day(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date) ? ClockText.Day(date) : "the last days";

    private static string Sentence(string family) => char.ToUpperInvariant(family[0]) + family[1..].Replace('_', ' ');
}
