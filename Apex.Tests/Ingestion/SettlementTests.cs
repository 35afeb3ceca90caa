using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Ingestion;

/// <summary>What becomes of a claim whose fetch did not bring data.</summary>
public sealed class SettlementTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Throttled_WithAnInstant_WaitsUntilThenAndShowsDelay(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        var retryAt = road.Clock.Now.AddSeconds(77);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Throttled(retryAt) { HttpStatus = 429 });

        await road.RunDueAsync();

        var (item, connection) = (await road.ItemAsync(), await ConnectionAsync(road));
        Assert.Equal(("throttled", retryAt.ToUnixTimeMilliseconds(), 0, 1), (item.WaitReason, item.DueAt, item.Tries, item.Waits));
        Assert.Equal((road.Clock.NowMs, "quota_wait", retryAt.ToUnixTimeMilliseconds()), (connection.DataDelayedSince, connection.DataDelayedCause, connection.DataDelayedUntil));
        Assert.Equal([Kinds.Pending], await road.MessageStatesAsync());

        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(road.Ring.Answer());
        road.Time.Advance(TimeSpan.FromSeconds(76));
        Assert.Equal(0, await road.RunDueAsync());
        road.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await road.RunDueAsync());
        Assert.Null((await ConnectionAsync(road)).DataDelayedSince);
    }

    // The permit is asked for by the vendor's client; here the script asks as a client does.
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task NoQuota_OfOurOwnLedger_WaitsUntilThenWithoutATryAndShowsDelay(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        var retryAt = road.Clock.Now.AddMinutes(4);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.NoQuota(retryAt));

        await road.RunDueAsync();

        var (item, connection) = (await road.ItemAsync(), await ConnectionAsync(road));
        Assert.Equal(("quota", retryAt.ToUnixTimeMilliseconds(), 0, null), (item.WaitReason, item.DueAt, item.Tries, item.LeaseUntil));
        Assert.Equal((road.Clock.NowMs, "quota_wait", retryAt.ToUnixTimeMilliseconds()), (connection.DataDelayedSince, connection.DataDelayedCause, connection.DataDelayedUntil));
        Assert.Equal([Kinds.Pending], await road.MessageStatesAsync());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Throttled_WithoutAnInstant_WaitsOneFiveThirtyMinutesAndNeverGivesUp(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Throttled(null));
        var delayedSince = road.Clock.NowMs;

        foreach (var minutes in new[] { 1, 5, 30, 30, 30, 30, 30, 30, 30, 30 })
        {
            Assert.Equal(1, await road.RunDueAsync());
            Assert.Equal(road.Clock.Now.AddMinutes(minutes).ToUnixTimeMilliseconds(), (await road.ItemAsync()).DueAt);
            road.Time.Advance(TimeSpan.FromMinutes(minutes));
        }

        Assert.Equal((0, delayedSince), ((await road.ItemAsync()).Tries, (await ConnectionAsync(road)).DataDelayedSince));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Unavailable_AgainAndAgain_ClimbsTheLadderAndIsBuriedAtTheEighth(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Unavailable("http_503", null) { HttpStatus = 503 });
        var steps = new[] { "00:00:30", "00:02:00", "00:10:00", "00:30:00", "02:00:00", "05:00:00", "10:00:00" }.Select(text => TimeSpan.Parse(text, null));

        var tries = 0;
        foreach (var step in steps)
        {
            Assert.Equal(1, await road.RunDueAsync());
            var item = await road.ItemAsync();
            var waits = TimeSpan.FromMilliseconds(item.DueAt - road.Clock.NowMs);
            Assert.InRange(waits, step, step * 1.1);
            Assert.Equal(("retry", "http_503", ++tries), (item.WaitReason, item.LastError, item.Tries));
            Assert.Equal("vendor_incident", Assert.Single(await road.AllAsync<ConnectionRow>(), row => row.Provider == "ring").DataDelayedCause);

            road.Time.Advance(waits - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, await road.RunDueAsync());
            road.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(1, await road.RunDueAsync());

        Assert.Equal(8, road.Ring.Fetches);
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.Equal([Kinds.Dead], await road.MessageStatesAsync());
        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("ring", "ann", "sleep", "2026-05-04", "fetch", "http_503", 8, "open"), (letter.Provider, letter.ExternalUserId, letter.Family, letter.Day, letter.Stage, letter.Error, letter.Tries, letter.State));
        Assert.Equal("ring|fetch|http_#", letter.Fingerprint);
        var connection = Assert.Single(await road.AllAsync<ConnectionRow>(), row => row.Provider == "ring");
        Assert.Equal((null, null, null), (connection.DataDelayedSince, connection.DataDelayedCause, connection.DataDelayedUntil));
    }

    [Fact]
    public async Task Unavailable_ManyItemsInOneMoment_ComeBackSpread()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, [.. Enumerable.Range(0, 50).Select(i => road.Ring.Notice("ann", $"family{i}", "2026-05-04"))]);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Unavailable("http_503", null));

        await road.RunDueAsync();

        Assert.InRange((await road.AllAsync<WorkItemRow>()).Select(item => item.DueAt).Distinct().Count(), 40, 50);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Unavailable_TheVendorNamesALaterInstant_WaitsForThat(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        var retryAt = road.Clock.Now.AddHours(3);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Unavailable("http_503", retryAt));

        await road.RunDueAsync();

        Assert.Equal(retryAt.ToUnixTimeMilliseconds(), (await road.ItemAsync()).DueAt);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Broken_AtOnce_IsBuriedWithWhatWasFetched(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        var body = road.Ring.Payload(new());
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Broken("http_422", [body]));

        await road.RunDueAsync();

        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("fetch", "http_422", 1), (letter.Stage, letter.Error, letter.Messages));
        var raw = Assert.Single(await road.AllAsync<RawPayloadRow>());
        Assert.Equal(body.Body.ToArray(), BodyCodec.Decode(raw.Body, raw.BodyBytes));
        Assert.Equal([Kinds.Dead], await road.MessageStatesAsync());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetched_AShapeNobodyKnows_IsBuriedWithThePayload(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Fetched([road.Ring.Payload(Normalized.Bad("json_invalid at $"))]));

        await road.RunDueAsync();

        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("normalize", "json_invalid at $"), (letter.Stage, letter.Error));
        Assert.Single(await road.AllAsync<RawPayloadRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Missing_ObjectNeverComes_IsAskedForThreeTimesMoreThenSettled(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04", "there"), road.Ring.Notice("ann", "sleep", "2026-05-04", "gone"));
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(road.Ring.Answer(TestRecords.Night(Road.Today, 7.5)) with { MissingObjects = ["gone"] });

        foreach (var seconds in new[] { 30, 120, 600 })
        {
            Assert.Equal(1, await road.RunDueAsync());
            var item = await road.ItemAsync();
            Assert.Equal(("missing", road.Clock.NowMs + (seconds * 1000L), 0), (item.WaitReason, item.DueAt, item.Tries));
            Assert.Equal([Kinds.Settled, Kinds.Pending], await road.MessageStatesAsync());
            road.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(1, await road.RunDueAsync());
        Assert.Equal([Kinds.Settled, Kinds.Settled], await road.MessageStatesAsync());
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.Empty(await road.AllAsync<DeadLetterRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Forbidden_ThreeTimes_ShowsTheMissingScopeAndIsBuried(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Forbidden { HttpStatus = 403 });

        await road.RunDueAsync();
        Assert.Equal((ConnectionStatus.Active, "scope_missing"), ((await ConnectionAsync(road)).Status, (await ConnectionAsync(road)).StatusCause));
        Assert.Equal(("scope", road.Clock.Now.AddHours(12).ToUnixTimeMilliseconds()), ((await road.ItemAsync()).WaitReason, (await road.ItemAsync()).DueAt));
        for (var i = 0; i < 2; i++)
        {
            road.Time.Advance(TimeSpan.FromHours(12));
            await road.RunDueAsync();
        }

        Assert.Equal(("fetch", "http_403", 3), Assert.Single((await road.AllAsync<DeadLetterRow>()).Select(letter => (letter.Stage, letter.Error, letter.Tries))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Gone_MarksTheConnection(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Gone { HttpStatus = 410 });

        await road.RunDueAsync();

        Assert.Equal((ConnectionStatus.ProviderGone, "provider_gone"), ((await ConnectionAsync(road)).Status, (await ConnectionAsync(road)).StatusCause));
        Assert.Equal("provider_gone", Assert.Single(await road.AllAsync<DeadLetterRow>()).Error);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Exception_ThreeTimes_IsBuriedUnderItsType(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => throw new FormatException("with a value inside");

        for (var i = 0; i < 3; i++)
        {
            await road.RunDueAsync();
            road.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(3, road.Ring.Fetches);
        Assert.Equal(("store", "exception_FormatException"), Assert.Single((await road.AllAsync<DeadLetterRow>()).Select(letter => (letter.Stage, letter.Error))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_Stored_TellsWhatWasDone(StorageKind kind)
    {
        await using var road = await NoticedAsync(kind);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(road.Ring.Answer(TestRecords.Night(Road.Today, 7.5, hrvMs: 4000)));

        await road.RunDueAsync();

        var run = Assert.Single(await road.AllAsync<RunRow>());
        Assert.Equal(("stored", 200, 1, 1, 1, 1, 1), (run.Outcome, run.HttpStatus, run.Requests, run.Messages, run.Records, run.Drops, run.DaysChanged));
        Assert.Contains("hrv_ms", run.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("4000", run.Detail, StringComparison.Ordinal);
        Assert.Equal(run.Id, Assert.Single(await road.AllAsync<RawPayloadRow>()).RunId);
        Assert.Equal(run.Id, Assert.Single(await road.AllAsync<SourceRecordRow>()).RunId);
    }

    private async Task<Road> NoticedAsync(StorageKind kind)
    {
        var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        return road;
    }

    private static async Task<ConnectionRow> ConnectionAsync(Road road) => (await road.AllAsync<ConnectionRow>()).Single(row => row.Provider == "ring");
}
