using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Storage;
using Apex.Tests.Providers;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Inbox;

public sealed class AckMinutesTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_SameMinuteAnswerAndSpeed_IsOneEntry()
    {
        var minutes = new AckMinutes();
        minutes.Add("ring", 200, TimeSpan.FromMilliseconds(6), Start.AddSeconds(1));
        minutes.Add("ring", 204, TimeSpan.FromMilliseconds(9.2), Start.AddSeconds(59));
        minutes.Add("ring", 200, TimeSpan.FromMilliseconds(6), Start.AddSeconds(60));
        minutes.Add("ring", 401, TimeSpan.FromMilliseconds(1), Start);
        minutes.Add("watch", 503, TimeSpan.FromSeconds(40), Start);

        Assert.Equal(
            [
                ("ring", 0, "accepted", 10, 2L, 10, 59),
                ("ring", 0, "refused", 5, 1L, 1, 0),
                ("ring", 1, "accepted", 10, 1L, 6, 60),
                ("watch", 0, "unavailable", int.MaxValue, 1L, 40_000, 0),
            ],
            Values(minutes.Take()));
        Assert.Empty(minutes.Take());
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5.1, 10)]
    [InlineData(8000, 8000)]
    [InlineData(30_000.5, int.MaxValue)]
    public void BoundMs_OfATime_IsTheSmallestItKept(double tookMs, int expected) => Assert.Equal(expected, AckScale.BoundMs(TimeSpan.FromMilliseconds(tookMs)));

    [Fact]
    public void Bounds_HoldEveryLimitAVendorStates()
    {
        var limits = VendorSample.Registry().All.Select(provider => provider.Traits.AckLimit).OfType<Apex.Infrastructure.Providers.AckLimit>().ToList();

        Assert.NotEmpty(limits);
        Assert.All(limits, limit => Assert.Contains(limit.WithinSeconds * 1000, AckScale.BoundsMs));
    }

    [Fact]
    public void Add_WhileNothingCanBeWrittenForWeeks_KeepsABoundAndCountsEveryAnswer()
    {
        var minutes = new AckMinutes();
        for (var minute = 0; minute < 30_000; minute++)
        {
            minutes.Add("ring", 503, TimeSpan.FromMilliseconds(1), Start.AddMinutes(minute));
        }

        var kept = minutes.Take();
        Assert.Equal((20_000, 30_000L), (kept.Count, kept.Sum(entry => entry.Tally.Times)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task WriteAsync_TwoNodesInTheSameMinute_AddUp(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        foreach (var tookMs in new[] { 7, 9, 8 })
        {
            var minutes = new AckMinutes();
            minutes.Add("ring", 200, TimeSpan.FromMilliseconds(tookMs), Start.AddSeconds(tookMs));
            using var node = new AckRecorder(store.Storage, store.Clock, minutes, NullLogger<AckRecorder>.Instance);
            await node.WriteAsync();
            await node.WriteAsync();
        }

        Assert.Equal([("ring", Start.ToUnixTimeMilliseconds(), "accepted", 10, 3L, 9, Start.AddSeconds(9).ToUnixTimeMilliseconds())], await RowsAsync(store));
    }

    [Fact]
    public async Task WriteAsync_StorageIsAway_KeepsTheRecordForTheNextTime()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Sqlite, postgres);
        var minutes = new AckMinutes();
        minutes.Add("ring", 200, TimeSpan.FromMilliseconds(3), Start);
        using var recorder = new AckRecorder(store.Storage, store.Clock, minutes, NullLogger<AckRecorder>.Instance);
        await store.Storage.Writer.DisposeAsync();

        await Record.ExceptionAsync(recorder.WriteAsync);

        Assert.Equal([("ring", 0, "accepted", 5, 1L, 3, 0)], Values(minutes.Unwritten()));
    }

    private static IEnumerable<(string, int Minute, string, int, long, int, int LastSecond)> Values(IReadOnlyList<AckEntry> entries) => entries
        .Select(entry => (
            entry.Cell.Provider, (int)(entry.Cell.Minute - Start).TotalMinutes, entry.Cell.Answer, entry.Cell.WithinMs,
            entry.Tally.Times, entry.Tally.SlowestMs, (int)(entry.Tally.LastAt - Start).TotalSeconds))
        .Order();

    private static Task<List<(string, long, string, int, long, int, long)>> RowsAsync(TestStorage store) => store.Storage.ReadAsync(session => session.QueryAsync(
        "SELECT provider, minute_at, answer, within_ms, times, slowest_ms, last_at FROM ack_minutes",
        reader => (reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetInt32(5), reader.GetInt64(6))));
}
