using System.Globalization;
using Apex.Infrastructure.Retention;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Extensions.Options;

namespace Apex.Tests.Retention;

public sealed class ExpiryTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_AfterTwoWeeks_ForgetsTheWayAndKeepsTheDay(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)) with { DeliveryKey = new byte[16] });
        await road.RunDueAsync();
        await road.ReceiveAsync(road.Ring, road.Ring.Push("nobody", "sleep", "2026-05-04"), road.Ring.Push("zoe", "sleep", "2026-05-04"));
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE inbox_messages SET state = 'orphan' WHERE external_user_id = 'nobody'"));

        Assert.Equal((1, 1, 3, 1), await CountsAsync(road));
        road.Time.Advance(TimeSpan.FromHours(72));
        await ExpireAsync(road);
        Assert.Equal((1, 1, 3, 1), await CountsAsync(road));
        road.Time.Advance(TimeSpan.FromSeconds(1));
        await ExpireAsync(road);
        Assert.Equal((0, 1, 3, 1), await CountsAsync(road));

        road.Time.Advance(TimeSpan.FromDays(11));
        await ExpireAsync(road);
        Assert.Equal((0, 0, 2, 1), await CountsAsync(road));
        Assert.NotNull(await road.DayAsync(ann, Road.Today));

        // The orphan goes after 30 days; what is pending never does.
        road.Time.Advance(TimeSpan.FromDays(300));
        await ExpireAsync(road);
        Assert.Equal(["zoe"], await road.Storage.ReadAsync(session => session.QueryAsync("SELECT external_user_id FROM inbox_messages", reader => reader.GetString(0))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_ThousandsOfOldRows_GoInChunksAndNewOnesStay(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var now = road.Clock.NowMs;
        await road.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            for (var i = 0; i < 1700; i++)
            {
                var seenAt = i < 1600 ? now - (long)TimeSpan.FromDays(4).TotalMilliseconds : now;
                session.Enqueue(
                    "INSERT INTO inbox_seen (provider, delivery_key, content_key, seen_at) VALUES ('ring', @key, @key, @at)",
                    ("@key", System.Text.Encoding.ASCII.GetBytes(i.ToString("D16", CultureInfo.InvariantCulture))), ("@at", seenAt));
            }

            await session.FlushAsync();
        });

        var result = await ExpireAsync(road);

        Assert.Equal((1600, "1600 delivery keys, 0 runs, 0 payloads, 0 messages, 0 job runs, 0 rows of answers"), (result.Done, result.Detail));
        Assert.Equal(100, await CountAsync(road, "inbox_seen"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_RecordOfAnswers_IsForgottenAfterTwoWeeks(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var now = road.Clock.NowMs;
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "INSERT INTO ack_minutes (provider, minute_at, answer, within_ms, times, slowest_ms, last_at) VALUES ('ring', @now, 'accepted', 5, 1, 1, @now)", ("@now", now)));

        road.Time.Advance(TimeSpan.FromDays(14));
        await ExpireAsync(road);
        Assert.Equal(1, await CountAsync(road, "ack_minutes"));
        road.Time.Advance(TimeSpan.FromMinutes(1));
        await ExpireAsync(road);
        Assert.Equal(0, await CountAsync(road, "ack_minutes"));
    }

    private static Task<Apex.Infrastructure.Jobs.JobResult> ExpireAsync(Road road) =>
        new Expiry(road.Storage, road.Clock, Options.Create(new RetentionOptions())).RunAsync(TestContext.Current.CancellationToken);

    private static async Task<(int Keys, int Runs, int Messages, int Days)> CountsAsync(Road road) => (
        await CountAsync(road, "inbox_seen"), await CountAsync(road, "runs"), await CountAsync(road, "inbox_messages"), await CountAsync(road, "daily_metrics"));

    private static async Task<int> CountAsync(Road road, string table) => (int)await road.Storage.ReadAsync(session => session.ScalarAsync<long>($"SELECT count(*) FROM {table}"));
}
