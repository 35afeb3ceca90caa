using System.Diagnostics;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Inbox;

public sealed class InboxAppenderTests(PostgresServer postgres)
{
    /// <summary>The promise is about a second; the rest is a busy machine's.</summary>
    private static readonly TimeSpan AboutASecond = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task AppendAsync_ManyAtOnce_AllStored(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var appender = await StartAsync(road);

        var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => appender.AppendAsync("ring", Envelope.Of(Notice(road, i)), road.Clock.Now)));

        Assert.All(results, result => Assert.Equal(1, Assert.IsType<AppendResult.Stored>(result).Messages));
        Assert.Equal(500, (await road.AllAsync<MessageRow>()).Count);
        await appender.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task AppendAsync_ARowNoDatabaseTakes_FailsAlone(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var appender = await StartAsync(road);
        var poison = Notice(road, 1) with { DataType = null! };

        var results = await Task.WhenAll(new[] { Notice(road, 0), poison, Notice(road, 2) }.Select(message => appender.AppendAsync("ring", Envelope.Of(message), road.Clock.Now)));

        Assert.IsType<AppendResult.Stored>(results[0]);
        Assert.Equal(new AppendResult.Unavailable("row_failed"), results[1]);
        Assert.IsType<AppendResult.Stored>(results[2]);
        Assert.Equal(2, (await road.AllAsync<MessageRow>()).Count);
        await appender.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task AppendAsync_CommitStuck_AnswersInAboutASecondAndStillCommits()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        using var appender = await StartAsync(road);
        var held = new TaskCompletionSource();
        var holder = road.Storage.Writer.RunAsync(WriteLane.Ack, _ => held.Task);
        var message = Notice(road, 1);

        var started = Stopwatch.GetTimestamp();
        var answer = await appender.AppendAsync("ring", Envelope.Of(message), road.Clock.Now);
        Assert.Equal(new AppendResult.Unavailable("commit_slow"), answer);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), AboutASecond);

        // The caller has gone; its batch has not. What it sends again is a repeat.
        held.SetResult();
        await holder;
        Assert.Equal(new AppendResult.Stored(null, 0, 1), await appender.AppendAsync("ring", Envelope.Of(message), road.Clock.Now));
        Assert.Single(await road.AllAsync<MessageRow>());
        await appender.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task AppendAsync_QueueFull_IsRefusedAtOnce()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);

        // Not started: nothing drains the queue.
        using var appender = new InboxAppender(road.Storage, road.Signal, NullLogger<InboxAppender>.Instance);
        var envelope = Envelope.Of(Notice(road, 1));
        var waiting = Enumerable.Range(0, 2048).Select(_ => appender.AppendAsync("ring", envelope, road.Clock.Now)).ToList();

        var refused = appender.AppendAsync("ring", envelope, road.Clock.Now);

        Assert.True(refused.IsCompleted, "refused without waiting");
        Assert.Equal(new AppendResult.Unavailable("queue_full"), await refused);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(new AppendResult.Unavailable("commit_slow"), answer));
    }

    [Fact]
    public async Task AppendAsync_DiskFull_IsUnavailableAndComesBackByItself()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        using var appender = await StartAsync(road);
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ScalarAsync<long>("PRAGMA max_page_count=1"));
        var large = Notice(road, 1) with { Body = RandomBytes(200_000) };
        Assert.Equal(new AppendResult.Unavailable("disk_full"), await appender.AppendAsync("ring", Envelope.Of(large), road.Clock.Now));

        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ScalarAsync<long>("PRAGMA max_page_count=1000000"));

        Assert.IsType<AppendResult.Stored>(await appender.AppendAsync("ring", Envelope.Of(large), road.Clock.Now));
        await appender.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task StopAsync_DeliveriesWaiting_StoresThemFirst(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var appender = await StartAsync(road);
        var waiting = Enumerable.Range(0, 100).Select(i => appender.AppendAsync("ring", Envelope.Of(Notice(road, i)), road.Clock.Now)).ToList();

        await appender.StopAsync(CancellationToken.None);

        Assert.All(await Task.WhenAll(waiting), answer => Assert.IsType<AppendResult.Stored>(answer));
        Assert.IsType<AppendResult.Unavailable>(await appender.AppendAsync("ring", Envelope.Of(Notice(road, 1)), road.Clock.Now));
    }

    private static IncomingMessage Notice(Road road, int i) => road.Ring.Notice($"p{i}", "sleep", "2026-05-04") with { DeliveryKey = DeliveryKey.Of($"d{i}") };

    private static async Task<InboxAppender> StartAsync(Road road)
    {
        var appender = new InboxAppender(road.Storage, road.Signal, NullLogger<InboxAppender>.Instance);
        await appender.StartAsync(CancellationToken.None);

        // A service stopped before its task has begun never begins: make sure that it has.
        await appender.AppendAsync("ring", new Envelope([], []), road.Clock.Now);
        return appender;
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
