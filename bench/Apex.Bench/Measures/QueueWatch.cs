using System.Data.Common;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>Looks at the queue through a connection of its own, as any reader would.</summary>
internal sealed class QueueWatch(DbConnection connection) : IAsyncDisposable
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    // Messages seen pending, by id; bounded by what the bench posts.
    private readonly Dictionary<long, long> _receivedAtMs = [];
    private readonly List<double> _lagsMs = [];
    private long _newestId;

    public async Task UntilEmptyAsync()
    {
        while (await CountAsync("SELECT count(*) FROM work_items") > 0)
        {
            await Task.Delay(LookEvery);
        }
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Starts to count at the messages that come from now on.</summary>
    public async Task BeginAsync() => _newestId = await CountAsync("SELECT coalesce(max(id), 0) FROM inbox_messages");

    /// <summary>Time from receipt until this connection could see a message settled, until <paramref name="finished"/> and nothing is pending.</summary>
    public async Task<Percentiles> LagsAsync(Task finished)
    {
        bool last;
        do
        {
            last = finished.IsCompleted;
            await Task.Delay(LookEvery);
            await LookAsync();
        }
        while (!last || _receivedAtMs.Count > 0);
        return new(_lagsMs);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task LookAsync()
    {
        foreach (var (id, receivedAt) in await ReadAsync($"SELECT id, received_at FROM inbox_messages WHERE id > {_newestId} ORDER BY id"))
        {
            _newestId = id;
            _receivedAtMs[id] = receivedAt;
        }

        var pending = (await ReadAsync("SELECT id, 0 FROM inbox_messages WHERE state = 'pending'")).Select(row => row.Id).ToHashSet();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (id, receivedAt) in _receivedAtMs.Where(pair => !pending.Contains(pair.Key)).ToList())
        {
            _receivedAtMs.Remove(id);
            _lagsMs.Add(now - receivedAt);
        }
    }

    private async Task<List<(long Id, long Value)>> ReadAsync(string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, long)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return rows;
    }
}
