using Apex.Infrastructure.Reading;
using Apex.Web.Components.Overview;

namespace Apex.Tests.Web.Pages;

public sealed class InterruptionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly NodeStart First = new("n1", "hub", "0.1.0", Now.AddDays(-1));

    [Fact]
    public void Of_AProcessThatRunsSinceItsFirstStart_IsNothing() => Assert.Empty(Interruption.Of(Road([], [First]), TimeZoneInfo.Utc));

    [Fact]
    public void Of_OutagesAndStarts_AreToldNewestFirst()
    {
        OutageView down = new(1, "down", Now.AddMinutes(-33), Now.AddMinutes(-30), 0, [], true, 30, ["garmin", "terra"], "0.2.0");
        OutageView refused = new(2, "refused", Now.AddMinutes(-5), Now.AddMinutes(-5).AddSeconds(42), 12, ["garmin"], true, 0, ["garmin"], null);
        OutageView moment = new(3, "refused", Now.AddMinutes(-1), Now.AddMinutes(-1), 1, ["oura"], false, 0, [], null);

        Assert.Equal(
            [
                new("outage 3", moment.EndedAt, "Vendors were told to send again", null, "08:59; 1 refused (Oura); reconcile being planned"),
                new("outage 2", refused.EndedAt, "Vendors were told to send again", "42\u202Fs", "08:55; 12 refused (Garmin); nobody to ask again; Garmin sends again unasked"),
                new("outage 1", down.EndedAt, "Apex was not running", "3\u202Fmin",
                    "08:27 to 08:30; reconcile planned for 30\u202Fconnections; Garmin, Terra send again unasked; version 0.2.0 since"),
                new("node n1", First.StartedAt, "Node hub started", null, "yesterday 09:00, version 0.1.0"),
            ],
            Interruption.Of(Road([moment, refused, down], [First]), TimeZoneInfo.Utc));
    }

    private static RoadOverview Road(IReadOnlyList<OutageView> outages, IReadOnlyList<NodeStart> starts) => new()
    {
        Now = Now,
        Received = new(0, false),
        Refused = 0,
        Pending = new(0, false),
        Queue = new(0, null, 0, 0, null, [], false),
        Runs = [],
        DeadLetters = [],
        OpenDeadLetters = new(0, false),
        Listeners = 0,
        Providers = [],
        Outages = outages,
        Starts = starts,
    };
}
