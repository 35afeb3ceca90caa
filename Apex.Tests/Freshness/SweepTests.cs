using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Freshness;

/// <summary>Ann lives in UTC; her night of today has come. Tomorrow's is expected from midnight and due at 09:00.</summary>
public sealed class SweepTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Tomorrow = new(Road.Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PassAsync_OnlyTimePasses_StoresAndTellsEachChangeOnce(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await NightOfTodayAsync(road, "ann");
        var sweep = Sweep(road);
        using var stop = new CancellationTokenSource();
        await using var told = road.Feed.SubscribeAsync(stop.Token).GetAsyncEnumerator(stop.Token);

        Assert.Equal(("fresh", "none", Ms(Tomorrow.AddHours(9)), Ms(Tomorrow)), await VerdictAsync(road));
        Assert.Equal(0, await sweep.PassAsync(CancellationToken.None));

        road.Time.SetTo(Tomorrow);
        Assert.Equal(1, await sweep.PassAsync(CancellationToken.None));
        Assert.Equal(0, await sweep.PassAsync(CancellationToken.None));
        Assert.Equal(("due", "none", Ms(Tomorrow.AddHours(9)), Ms(Tomorrow.AddHours(6))), await VerdictAsync(road)); // looked at again after six hours at the latest

        road.Time.SetTo(Tomorrow.AddHours(9));
        Assert.Equal(0, await sweep.PassAsync(CancellationToken.None));
        road.Time.Advance(TimeSpan.FromMilliseconds(1));
        road.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await sweep.PassAsync(CancellationToken.None));
        Assert.Equal(("late", "unknown", Ms(Tomorrow.AddHours(9)), road.Clock.NowMs + 120_000), await VerdictAsync(road));

        foreach (var _ in new[] { "due", "late" })
        {
            Assert.True(await told.MoveNextAsync());
            Assert.Equal(new FeedEvent.PersonChanged(ann, ByTime: true), told.Current);
        }
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PassAsync_LongLate_LooksLessAndLessOften(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await NightOfTodayAsync(road, "ann");
        var sweep = Sweep(road);
        foreach (var (afterDue, patience) in new[] { (TimeSpan.FromHours(2), TimeSpan.FromMinutes(30)), (TimeSpan.FromHours(12), TimeSpan.FromHours(3)), (TimeSpan.FromDays(9), TimeSpan.FromHours(6)) })
        {
            road.Time.SetTo(Tomorrow.AddHours(9) + afterDue);
            await sweep.PassAsync(CancellationToken.None);

            Assert.Equal(Ms(road.Clock.Now + patience), (await VerdictAsync(road)).NextChangeAt);
        }
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Verdict_OfARowThatWasStoredAgainMeanwhile_IsNotWritten(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await NightOfTodayAsync(road, "ann");
        road.Time.SetTo(Tomorrow.AddHours(10));
        var read = Assert.Single(await road.Storage.ReadAsync(session => VerdictRows.OfAsync(session, [ann])), row => row.Signal == "Sleep");
        var late = (await Judging(road, road.Ring, road.Watch)).Single(person => person.UserId == ann).Signals[0];
        Assert.Equal("Late", late.State.ToString());

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-05", TestRecords.Night(Road.Today.AddDays(1), 7, order: 2)));
        var newest = await SleepAsync(road);
        await road.Storage.Writer.RunAsync(WriteLane.Work, session =>
        {
            VerdictRows.Enqueue(session, read, late, road.Clock.Now);
            return session.FlushAsync();
        });

        Assert.Equal(("fresh", Road.Today.AddDays(1)), (newest.State, newest.NewestDay));
        Assert.Equivalent(newest, await SleepAsync(road), strict: true);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PassAsync_ManyNodesAtOnce_EndInTheSameVerdictsAndLoseNone(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        for (var i = 0; i < 250; i++)
        {
            await StoredAsync(road, $"person-{i}", Tomorrow);
        }

        road.Time.SetTo(Tomorrow.AddHours(10));
        var changed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Sweep(road).PassAsync(CancellationToken.None))));

        Assert.Equal(250, changed.Max());
        Assert.All(
            await road.AllAsync<FreshnessRow>(),
            row => Assert.Equal(("late", "unknown", Ms(Tomorrow.AddHours(9))), (row.State, row.Cause, row.DueAt)));
        Assert.Equal(0, await Sweep(road).PassAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PassAsync_RowsThatWereNeverJudgedAndErasedPeople_EachGetTheirOwn(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var known = await StoredAsync(road, "known", lookAt: null);
        var erased = await StoredAsync(road, "erased", Tomorrow);
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE users SET erased_at = 1 WHERE id = @id", ("@id", erased)));
        road.Time.SetTo(Tomorrow.AddHours(10));

        Assert.Equal(1, await Sweep(road).PassAsync(CancellationToken.None));

        Assert.Equal(
            new HashSet<(Guid, string)> { (known, "late"), (erased, "fresh") },
            (await road.AllAsync<FreshnessRow>()).Select(row => (row.UserId, row.State)).ToHashSet());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PassAsync_ConnectionEndsAndComesBack_IsHeardOfAndStored(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await NightOfTodayAsync(road, "ann");
        var sweep = Sweep(road);
        foreach (var (status, expected) in new[] { ("revoked", ("disconnected", "user_revoked")), ("active", ("fresh", "none")) })
        {
            await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE connections SET status = @status", ("@status", status)));
            Assert.Equal(0, await sweep.PassAsync(CancellationToken.None)); // no instant has come and nobody has said anything
            sweep.Hear(new FeedEvent.PersonChanged(ann));
            Assert.Equal(1, await sweep.PassAsync(CancellationToken.None));

            var (state, cause, _, _) = await VerdictAsync(road);
            Assert.Equal(expected, (state, cause));
        }
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PassAsync_OtherSignalsOfAPersonWhoseTroubleEnded_AreLookedAtAfterTheStore(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await NightOfTodayAsync(road, "ann");
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE freshness SET state = 'delayed', cause = 'quota_wait', next_change_at = @far", ("@far", Ms(Tomorrow.AddDays(9)))));

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, 1000)));
        Assert.Equal(1, await Sweep(road).PassAsync(CancellationToken.None));

        Assert.Equal(("fresh", "none", Ms(Tomorrow.AddHours(9)), Ms(road.Clock.Now.AddHours(6))), await VerdictAsync(road));
    }

    private static async Task<IReadOnlyList<PersonFreshness>> Judging(Road road, params IProvider[] vendors)
    {
        var ids = (await road.AllAsync<UserRow>()).Select(user => user.Id).ToList();
        return await road.Storage.ReadAsync(session => new Judging(new ProviderRegistry(vendors)).JudgeAsync(session, ids, road.Clock.Now));
    }

    private static FreshnessSweep Sweep(Road road) =>
        new(road.Storage, road.Clock, new Judging(new ProviderRegistry([road.Ring, road.Watch])), road.Feed, NullLogger<FreshnessSweep>.Instance);

    private static async Task<Guid> NightOfTodayAsync(Road road, string person)
    {
        var user = await road.AddPersonAsync(person);
        await road.PushAsync(road.Ring, road.Ring.Push(person, "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7)));
        return user;
    }

    /// <summary>Straight into the table: a person whose night of today is stored and fresh.</summary>
    private static async Task<Guid> StoredAsync(Road road, string person, DateTimeOffset? lookAt)
    {
        var user = await road.AddPersonAsync(person);
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            """
            INSERT INTO freshness (user_id, signal, newest_day, event_at, available_at, state, cause, next_change_at)
            VALUES (@user, 'Sleep', @day, @event, @event, 'fresh', 'none', @next)
            """,
            ("@user", user), ("@day", Road.Today), ("@event", Ms(Tomorrow.AddHours(-18))), ("@next", lookAt is { } at ? Ms(at) : null)));
        return user;
    }

    private static async Task<(string State, string Cause, long? DueAt, long? NextChangeAt)> VerdictAsync(Road road)
    {
        var row = await SleepAsync(road);
        return (row.State, row.Cause, row.DueAt, row.NextChangeAt);
    }

    private static async Task<FreshnessRow> SleepAsync(Road road) => Assert.Single(await road.AllAsync<FreshnessRow>(), row => row.Signal == "Sleep");

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
