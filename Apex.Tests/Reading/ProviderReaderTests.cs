using System.Globalization;
using Apex.Domain.Quota;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Reading;

/// <summary>What /providers shows, over rows written here. The clock stands at 08:00.</summary>
public sealed class ProviderReaderTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    // 60 buckets of five seconds; a twentieth of an hour.
    private static readonly QuotaWindow App = new("app", 100, TimeSpan.FromMinutes(5));
    private static readonly QuotaWindow Personal = new("person", 10, TimeSpan.FromHours(1), QuotaScope.Connection);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_RecordOfAnswers_SumsHourAndDayAndWhatIsNotWrittenYet(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var minutes = new AckMinutes();
        await AckAsync(store, Now.AddMinutes(-30), "accepted", 5, times: 97, slowestMs: 4);
        await AckAsync(store, Now.AddMinutes(-30), "refused", 5, times: 1000, slowestMs: 2);
        await AckAsync(store, Now.AddMinutes(-59), "unavailable", 1000, times: 2, slowestMs: 900);
        await AckAsync(store, Now.AddHours(-3), "accepted", int.MaxValue, times: 3, slowestMs: 31_000);
        await AckAsync(store, Now.AddHours(-25), "accepted", 5, times: 50, slowestMs: 1);
        minutes.Add("ring", 200, TimeSpan.FromMilliseconds(2), Now.AddSeconds(-1));

        var ring = (await Reader(store, minutes).ReadAsync(Ct)).Providers.Single(provider => provider.Name == "ring");

        // 98 of 100 within 5 ms, then two within a second; the slowest of all took 900 ms, so none of them took longer.
        Assert.Equal(new AckRecord(98, 1000, 2, 900, 900, 0), ring.AckLastHour);
        Assert.Equal(new AckRecord(101, 1000, 2, 31_000, 31_000, 3), ring.AckLastDay);
        Assert.Equal(Now.AddSeconds(-1), ring.LastDeliveryAt);
        Assert.Equal(10, ring.AckLimit!.WithinSeconds);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_NothingYet_SaysSo(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);

        var model = await Reader(store, new AckMinutes()).ReadAsync(Ct);

        Assert.Equal(["ring", "watch"], model.Providers.Select(provider => provider.Name));
        var ring = model.Providers[0];
        Assert.Equal((new AckRecord(0, 0, 0, null, null, 0), new CallTally(0, 0, false), null, null), (ring.AckLastDay, ring.CallsLastHour, ring.LastError, ring.LastDeliveryAt));
        Assert.Equal([("app", 0L, 100), ("person", 0L, 10)], ring.Quota.Select(gauge => (gauge.Name, gauge.Used, gauge.Limit)));
        Assert.All(ring.Quota.SelectMany(gauge => gauge.Classes), room => Assert.Null(room.FreeAt));
        Assert.Empty(ring.Connections);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_Quota_SaysWhoWaitsUntilWhenAndWhoseIsFullest(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var user = await TestPeople.AddUserAsync(store.Storage, "ann", "Etc/UTC");
        var (quiet, busy) = (await TestPeople.ConnectAsync(store.Storage, user, "ring", "quiet"), await TestPeople.ConnectAsync(store.Storage, user, "ring", "busy"));
        await UseAsync(store, App, "", Now.AddMinutes(-6), 500);
        await UseAsync(store, App, "", Now.AddMinutes(-2), 40);
        await UseAsync(store, App, "", Now.AddMinutes(-1), 20);
        await UseAsync(store, Personal, quiet.ToString("N"), Now.AddMinutes(-10), 2);
        await UseAsync(store, Personal, busy.ToString("N"), Now.AddMinutes(-10), 5);

        var gauges = (await Reader(store, new AckMinutes()).ReadAsync(Ct)).Providers[0].Quota;

        // Of 80 usable: 80, 72, 64, 56, 40. The bucket of 07:58 is forgotten when no part of it lies in the window any more.
        var freeAt = Now.AddMinutes(3).AddSeconds(5);
        Assert.Equal((60L, null), (gauges[0].Used, gauges[0].UserId));
        Assert.Equal(
            [
                (CallClass.Notification, 80, null), (CallClass.Manual, 72, null), (CallClass.GapCheck, 64, null),
                (CallClass.Poll, 56, freeAt), (CallClass.Backfill, 40, (DateTimeOffset?)freeAt),
            ],
            gauges[0].Classes.Select(room => (room.Class, room.Ceiling, room.FreeAt)));
        Assert.Equal((5L, user), (gauges[1].Used, gauges[1].UserId));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_Runs_CountsTheHoursCallsAndFindsTheDaysLastError(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        await RunAsync(store, Now.AddMinutes(-50), requests: 3, status: 200, error: null);
        await RunAsync(store, Now.AddMinutes(-40), requests: 1, status: 429, error: "http_429");
        await RunAsync(store, Now.AddMinutes(-30), requests: 2, status: 503, error: "http_503", stage: "fetch");
        await RunAsync(store, Now.AddMinutes(-20), requests: 0, status: null, error: "no_quota");
        await RunAsync(store, Now.AddHours(-2), requests: 100, status: 429, error: "http_429");

        var ring = (await Reader(store, new AckMinutes()).ReadAsync(Ct)).Providers[0];

        Assert.Equal(new CallTally(6, 1, false), ring.CallsLastHour);
        Assert.Equal(new ProviderError(Now.AddMinutes(-30), "fetch", "http_503", 503), ring.LastError);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ProviderReader Reader(TestStorage store, AckMinutes minutes)
    {
        var ring = new ScriptedProvider("ring", store.Time)
        {
            Traits = new()
            {
                Name = "ring",
                DisplayName = "ring",
                Enabled = true,
                Signals = [],
                Quota = [App, Personal],
                AckLimit = new(10, "here", new(2026, 5, 4)),
            },
        };
        return new(store.Storage, store.Clock, new ProviderRegistry([new ScriptedProvider("watch", store.Time), ring]), minutes);
    }

    private static Task<int> AckAsync(TestStorage store, DateTimeOffset at, string answer, int withinMs, long times, int slowestMs) => store.Storage.Writer.RunAsync(
        WriteLane.Work, session => session.ExecuteAsync(
            "INSERT INTO ack_minutes (provider, minute_at, answer, within_ms, times, slowest_ms, last_at) VALUES ('ring', @at, @answer, @within, @times, @slowest, @at)",
            ("@at", at.ToUnixTimeMilliseconds()), ("@answer", answer), ("@within", withinMs), ("@times", times), ("@slowest", slowestMs)));

    private static Task<int> UseAsync(TestStorage store, QuotaWindow window, string scope, DateTimeOffset bucket, long used) => store.Storage.Writer.RunAsync(
        WriteLane.Work, session => session.ExecuteAsync(
            "INSERT INTO quota_windows (provider, name, scope, bucket_at, used) VALUES ('ring', @name, @scope, @at, @used)",
            ("@name", window.Name), ("@scope", scope), ("@at", bucket.ToUnixTimeMilliseconds()), ("@used", used)));

    private static Task<int> RunAsync(TestStorage store, DateTimeOffset at, int requests, int? status, string? error, string? stage = null) => store.Storage.Writer.RunAsync(
        WriteLane.Work, session => session.ExecuteAsync(
            $$"""
            INSERT INTO runs (work_item_id, provider, external_user_id, family, day, started_at, ended_at, outcome, stage, error, http_status, requests, bytes, messages, records, drops, days_changed, detail)
            VALUES (1, 'ring', 'ann', 'sleep', 'recent', @at, @at, 'waiting', @stage, @error, {{status?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}}, @requests, 0, 0, 0, 0, 0, '{}')
            """,
            ("@at", at.ToUnixTimeMilliseconds()), ("@stage", stage), ("@error", error), ("@requests", requests)));
}
