using Apex.Infrastructure.Reading;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Overview;

/// <summary>The road's counts as its eight steps.</summary>
internal static class RoadSteps
{
    public static IReadOnlyList<RoadStep> Of(RoadOverview road) =>
    [
        new("Receive", UnitText.Count(road.Received), "received, last min", road.Refused > 0 ? [$"{UnitText.Number(road.Refused)} refused since start"] : []),
        new("Inbox", UnitText.Count(road.Pending), "messages pending", [], road.OldestPendingAt),
        new("Claim", Items(road, road.Queue.Due), "items due", Waiting(road), road.Queue.OldestDueAt),
        new("Fetch", Items(road, road.Queue.Fetching), "being fetched", Failures(road, "fetch")),
        new("Normalize", Items(road, road.Queue.Processing), "being worked on", [.. Failures(road, "normalize"), .. Drops(road)]),
        new("Merge", Runs(road, road.Runs.Sum(run => run.DaysChanged)), "days changed, last h", []),
        new("Store", Runs(road, Minute(road)), "runs stored, last min", Failures(road, "store")),
        new("Publish", UnitText.Number(road.Listeners), "screens listening", []),
    ];

    public static string WaitReason(string reason) => reason switch
    {
        "retry" => "to try again",
        "throttled" => "for the vendor's limit",
        "quota" => "for quota",
        "token" => "for a token",
        "circuit" => "vendor on hold",
        "missing" => "until the vendor has it",
        "disconnected" => "for a reconnect",
        "scope" => "for permission",
        "" => "not due yet",
        _ => reason.Replace('_', ' '),
    };

    private static long Minute(RoadOverview road) => road.Runs.Where(run => run.Outcome is "stored" or "unchanged").Sum(run => run.LastMinute);

    public static string Items(RoadOverview road, long count) => UnitText.Number(count) + (road.Queue.IsCut ? "+" : "");

    private static string Runs(RoadOverview road, long count) => UnitText.Number(count) + (road.RunsAreCut ? "+" : "");

    private static List<string> Waiting(RoadOverview road)
    {
        var waiting = road.Queue.Waiting.Sum(work => work.Count);
        return waiting == 0 ? [] : [$"{Items(road, waiting)} waiting"];
    }

    private static List<string> Failures(RoadOverview road, string stage)
    {
        var failed = road.Runs.Where(run => run.Stage == stage).Sum(run => run.Count);
        return failed == 0 ? [] : [$"{Runs(road, failed)} failed, last h"];
    }

    private static List<string> Drops(RoadOverview road)
    {
        var drops = road.Runs.Sum(run => run.Drops);
        return drops == 0 ? [] : [$"{Runs(road, drops)} fields dropped, last h"];
    }
}
