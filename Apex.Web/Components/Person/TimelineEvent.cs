using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Reading;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Person;

/// <summary>A message that came, or a run that was made.</summary>
internal sealed record TimelineEvent(string Key, DateTimeOffset At, string Title, string Facts, string Address)
{
    private const int Most = 25;

    /// <summary>Newest first.</summary>
    public static List<TimelineEvent> Of(PersonModel model, string address) =>
        [.. model.Messages.Select(message => Of(message, address)).Concat(model.Runs.Select(run => Of(run, address))).OrderByDescending(e => e.At).Take(Most)];

    private static TimelineEvent Of(MessageView message, string address) => new(
        $"message-{message.Id}",
        message.ReceivedAt,
        $"{SourceText.Name(message.Provider)} sent {message.DataType}",
        string.Join(", ", new[] { message.EventType, Day(message.Day), message.State }.Where(part => !string.IsNullOrEmpty(part))),
        $"{address}?message={message.Id}");

    private static TimelineEvent Of(RunView run, string address) => new(
        $"run-{run.Id}",
        run.EndedAt,
        RunText.Outcome(run.Outcome),
        string.Join(", ", FactsOf(run)),
        $"{address}?run={run.Id}");

    private static IEnumerable<string> FactsOf(RunView run)
    {
        yield return $"{SourceText.Name(run.Provider)} {run.Family} {Day(run.Day)}".TrimEnd();
        if (run.Requests > 0)
        {
            yield return UnitText.Some(run.Requests, "call", "calls");
        }

        if (run.DaysChanged > 0)
        {
            yield return $"{UnitText.Some(run.DaysChanged, "day", "days")} changed";
        }

        if (run.Error is not null)
        {
            yield return $"{run.Stage ?? "error"}: {run.Error}";
        }

        yield return UnitText.Number((run.EndedAt - run.StartedAt).TotalMilliseconds, "ms");
    }

    private static string Day(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", out var date) ? ClockText.Day(date) : day == "recent" ? "" : day;
}
