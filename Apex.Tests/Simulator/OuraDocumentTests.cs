using System.Text.Json.Nodes;
using Apex.Simulator.People;
using static Apex.Tests.Simulator.SimulatedOura;

namespace Apex.Tests.Simulator;

public sealed class OuraDocumentTests
{
    private static readonly TimeSpan Cet = TimeSpan.FromHours(1);

    [Fact]
    public async Task Sleep_NightSetByHand_ComesInTheVendorsShape()
    {
        await using var oura = await StartAsync();
        oura.Person.SetNight(Today, Night.Of(Today, new(2026, 3, 9, 23, 4, 0, Cet), 5400, 14400, 6300, 2700, 600) with
        {
            Id = "8f9a5221-639e-4a85-81cb-4065ef23f979",
            RmssdMs = 41.4,
            AverageHeartRateBpm = 57.25,
            LowestHeartRateBpm = 51,
        });

        var row = (await oura.GetJsonAsync("/v2/usercollection/sleep/8f9a5221-639e-4a85-81cb-4065ef23f979")).AsObject();
        foreach (var derived in (string[])["heart_rate", "hrv", "readiness", "sleep_phase_5_min"])
        {
            Assert.True(row.Remove(derived));
        }

        var expected = JsonNode.Parse("""
            {"id":"8f9a5221-639e-4a85-81cb-4065ef23f979","average_breath":14.25,"average_heart_rate":57.25,"average_hrv":41,"awake_time":2700,
             "bedtime_end":"2026-03-10T07:04:00.000+01:00","bedtime_start":"2026-03-09T23:04:00.000+01:00","day":"2026-03-10","deep_sleep_duration":5400,
             "efficiency":91,"latency":600,"light_sleep_duration":14400,"low_battery_alert":false,"lowest_heart_rate":51,"meta":{"version":1},
             "movement_30_sec":null,"period":0,"readiness_score_delta":null,"rem_sleep_duration":6300,"restless_periods":30,"sleep_score_delta":null,
             "sleep_algorithm_version":"v2","time_in_bed":28800,"total_sleep_duration":26100,"type":"long_sleep"}
            """);
        Assert.True(JsonNode.DeepEquals(expected, row), row.ToJsonString());
    }

    [Fact]
    public async Task List_DateOnlyEnd_DropsThatDayAndSleepDropsTheFirst()
    {
        await using var oura = await StartAsync();

        Assert.Equal(["2026-03-09"], await oura.DaysAsync("/v2/usercollection/sleep?start_date=2026-03-08&end_date=2026-03-10"));
        Assert.Equal(["2026-03-09", "2026-03-10"], await oura.DaysAsync("/v2/usercollection/sleep?start_date=2026-03-08&end_date=2026-03-10T23:59:59"));
        Assert.Equal(["2026-03-08", "2026-03-09"], await oura.DaysAsync("/v2/usercollection/daily_activity?start_date=2026-03-08&end_date=2026-03-10"));
    }

    [Fact]
    public async Task List_SmallPages_GivesEveryRowOnceAndEndsWithNull()
    {
        await using var oura = await StartAsync();
        oura.Server.Oura.PageSize = 3;
        const string Query = "/v2/usercollection/sleep?start_date=2026-02-28&end_date=2026-03-11";
        List<string> days = [];
        string? next = null;
        var pages = 0;
        do
        {
            var page = await oura.GetJsonAsync(next is null ? Query : $"{Query}&next_token={Uri.EscapeDataString(next)}");
            days.AddRange(page["data"]!.AsArray().Select(row => (string)row!["day"]!));
            next = (string?)page["next_token"];
            pages++;
        }
        while (next is not null);

        Assert.Equal(4, pages);
        Assert.Equal(Enumerable.Range(1, 10).Select(day => $"2026-03-{day:00}"), days);
    }

    [Fact]
    public async Task List_DayWithOddRows_ShowsThemAll()
    {
        await using var oura = await StartAsync();
        var start = new DateTimeOffset(2026, 3, 10, 1, 0, 0, Cet);
        oura.Person.SetSleeps(
            Today,
            Night.Of(Today, start, 1800, 3600, 1800, 600),
            Night.Of(Today, start.AddHours(3), 3600, 7200, 3600, 900) with { RmssdMs = 50 },
            Night.Of(Today, start.AddHours(8), 0, 1500, 0, 300) with { Kind = SleepKind.Nap },
            Night.Of(Today, start.AddHours(9), 0, 900, 0, 300) with { Kind = SleepKind.Rest },
            Night.Of(Today, start.AddHours(10), 0, 900, 0, 300) with { Kind = SleepKind.Deleted });

        var rows = (await oura.GetJsonAsync("/v2/usercollection/sleep?start_date=2026-03-09&end_date=2026-03-11"))["data"]!.AsArray();

        Assert.Equal(["long_sleep", "long_sleep", "sleep", "rest", "deleted"], rows.Select(row => (string)row!["type"]!));
        Assert.Equal([null, 50, null, null, null], rows.Select(row => (int?)row!["average_hrv"]));
        Assert.Equal(5, rows.Select(row => (string)row!["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task Revise_Night_KeepsTheIdAndChangesTheContent()
    {
        await using var oura = await StartAsync();
        var before = oura.Person.NightOf(Today)!;

        oura.Person.Revise(Today, night => night with { RmssdMs = 33 });

        var row = await oura.GetJsonAsync($"/v2/usercollection/sleep/{before.Id}");
        Assert.Equal(33, (int)row["average_hrv"]!);
        Assert.Equal(404, (await oura.GetAsync("/v2/usercollection/sleep/00000000-0000-4000-8000-000000000000")).Status);
    }

    [Fact]
    public async Task Activity_AsTheDayPasses_GrowsUnderOneId()
    {
        await using var oura = await StartAsync();
        const string Query = "/v2/usercollection/daily_activity?start_date=2026-03-10&end_date=2026-03-11";
        var noon = (await oura.GetJsonAsync(Query))["data"]![0]!;
        oura.Clock.Move(TimeSpan.FromHours(6));
        var evening = (await oura.GetJsonAsync(Query))["data"]![0]!;

        Assert.Equal((string)noon["id"]!, (string)evening["id"]!);
        Assert.True((int)evening["steps"]! > (int)noon["steps"]!);
    }
}
