using Apex.Infrastructure.Days;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Pages;

/// <summary>The readers behind the pages, on both databases, over data that came by the road.</summary>
public sealed class ReaderTests(PostgresServer postgres)
{
    private static readonly DateOnly Today = new(2026, 5, 4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Overview_AfterTwoNightsAndOneStranger_CountsThem(StorageKind kind)
    {
        await using var host = await HostAsync(kind);
        await NightsAsync(host, "ada", hrvMs: [51, 57]);
        await host.Simulator.Webhooks.SendAsync(host.Simulator.Garmin.Push().Daily(host.Simulator.World.AddPerson("stranger"), Today).Build());
        await Eventually.TrueAsync(async () => await host.CountAsync("work_items") == 0, "all is settled");

        var road = await host.Services.GetRequiredService<OverviewReader>().ReadAsync(Ct);

        Assert.Equal((new BoundedCount(3, false), new BoundedCount(0, false)), (road.Received, road.Pending));
        Assert.Equal((0, 0, 0), ((int)road.Queue.Due, (int)road.Queue.Fetching, road.Queue.Waiting.Count));
        Assert.Equal(
            [("garmin", "orphan", 1L), ("oura", "stored", 2L)],
            road.Runs.Where(run => run.Provider != DeriveItem.Provider).Select(run => (run.Provider, run.Outcome, run.Count)).Order());
        var oura = road.Providers.Single(provider => provider.Name == "oura");
        Assert.Equal(new BoundedCount(1, false), oura.Connections["active"]);
        Assert.Equal(host.Time.GetUtcNow(), oura.LastReceivedAt);
        Assert.Empty(road.DeadLetters);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Overview_LettersOfTwoCauses_AreGroupedTheMoreFrequentFirst(StorageKind kind)
    {
        await using var host = await HostAsync(kind);
        foreach (var (person, error) in (IEnumerable<(string, string)>)[("a", "one"), ("b", "two"), ("b", "two"), ("c", "two")])
        {
            await host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
                """
                INSERT INTO dead_letters (provider, external_user_id, family, day, lane, stage, error, fingerprint, tries, messages, created_at, state)
                VALUES ('oura', @person, 'sleep', 'recent', 'fetch', 'fetch', @error, @error, 1, 1, 0, 'open')
                """,
                ("@person", person), ("@error", error)));
        }

        var road = await host.Services.GetRequiredService<OverviewReader>().ReadAsync(Ct);

        Assert.Equal([("two", 3L, 2L), ("one", 1L, 1L)], road.DeadLetters.Select(issue => (issue.Fingerprint, issue.Letters, issue.People)));
        Assert.Equal(new BoundedCount(4, false), road.OpenDeadLetters);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite, "A_", "A_da")]
    [InlineData(StorageKind.Sqlite, "%", "100%")]
    [InlineData(StorageKind.Sqlite, "' OR 1=1 --", "")]
    [InlineData(StorageKind.Sqlite, "ID-3", "!bang")]
    [InlineData(StorageKind.Postgres, "A_", "A_da")]
    [InlineData(StorageKind.Postgres, "%", "100%")]
    [InlineData(StorageKind.Postgres, "!", "!bang")]
    [InlineData(StorageKind.Postgres, "", "!bang,100%,A_da,Axda")]
    public async Task Fleet_Searched_FindsTheTextAndNoPattern(StorageKind kind, string search, string expected)
    {
        await using var host = await HostAsync(kind);
        foreach (var (name, index) in ((string[])["A_da", "Axda", "100%", "!bang"]).Select((name, index) => (name, index)))
        {
            await DemoFill.AddUserAsync(host.Host, $"id-{index}", name, "UTC");
        }

        var fleet = await host.Services.GetRequiredService<FleetReader>().ReadAsync(search, Ct);

        Assert.Equal(expected, string.Join(',', fleet.People.Select(person => person.DisplayName).Order(StringComparer.Ordinal)));
        Assert.All(fleet.People, person => Assert.True(person.IsUnconnected));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Roster_OneLowOneHighOneWithoutData_ShowsWhoNeedsSomebodyFirstWithTheirOwnBand(StorageKind kind)
    {
        await using var host = await HostAsync(kind);
        await NightsAsync(host, "low", hrvMs: [60, 60, 60, 60, 60, 60, 22]);
        await NightsAsync(host, "high", hrvMs: [60, 60, 60, 60, 60, 60, 95]);
        await DemoFill.AddUserAsync(host.Host, "none", "none", "UTC");

        var roster = await Eventually.GetAsync(
            () => host.Services.GetRequiredService<RosterReader>().ReadAsync(1, Ct), found => found.Rows.Count(row => row.Day?.Score is not null) == 2, "both are scored");

        Assert.Equal(["low", "none", "high"], roster.Rows.Select(row => row.Person.DisplayName));
        Assert.Equal((22, 95), ((int)roster.Rows[0].Day!.HrvMs!, (int)roster.Rows[2].Day!.HrvMs!));
        Assert.Null(roster.Rows[1].Day);

        // Six equal nights of 60 ms: no spread of their own, so the prior alone, 7 of 12 parts of 0.18 squared in ln units.
        var deviation = Math.Sqrt(7 * 0.18 * 0.18 / 12);
        Assert.Equal(60 * Math.Exp(-deviation), roster.Rows[0].HrvBand!.From, 6);
        Assert.Equal(60 * Math.Exp(deviation), roster.Rows[0].HrvBand!.To, 6);
        Assert.Equal(6, roster.Rows[0].HrvBand!.Nights);
        Assert.Null(roster.Rows[1].HrvBand);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Landed_ADayChanges_ComesToTheTopOnce(StorageKind kind)
    {
        await using var host = await HostAsync(kind);
        var ada = await NightsAsync(host, "ada", hrvMs: [57]);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await NightsAsync(host, "bob", hrvMs: [66]);
        var reader = host.Services.GetRequiredService<LandedReader>();
        var before = await reader.RecentAsync(Ct);

        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE daily_metrics SET steps = 5, synced_at = @now WHERE user_id = @user", ("@now", host.Time.GetUtcNow().ToUnixTimeMilliseconds()), ("@user", ada)));
        var after = await reader.AddAsync(before, [(ada, Today), (ada, Today), (Guid.NewGuid(), Today)], Ct);

        Assert.Equal(["bob", "ada"], before.Days.Select(landed => landed.DisplayName));
        Assert.Equal([("ada", 5), ("bob", null)], after.Days.Select(landed => (landed.DisplayName, landed.Day.Steps)));
    }

    private Task<TimedHost> HostAsync(StorageKind kind) => TimedHost.StartAsync(kind, postgres);

    // The last value is today's night, the one before yesterday's.
    private static async Task<Guid> NightsAsync(TimedHost host, string name, params double[] hrvMs)
    {
        var person = host.Simulator.World.AddPerson(name, zoneId: "Europe/Berlin");
        var userId = await host.ConnectOuraAsync(person, name);
        foreach (var (ms, index) in hrvMs.Select((ms, index) => (ms, index)))
        {
            var day = Today.AddDays(index + 1 - hrvMs.Length);
            person.SetNight(day, person.PlannedNight(day) with { RmssdMs = ms, LowestHeartRateBpm = 50 });
            Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, day));
        }

        await Eventually.TrueAsync(async () => await host.CountAsync("work_items") == 0, "all nights are stored");
        return userId;
    }
}
