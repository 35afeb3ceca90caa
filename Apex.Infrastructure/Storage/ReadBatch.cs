using System.Data.Common;

namespace Apex.Infrastructure.Storage;

/// <summary>Reads that do not depend on each other: one round trip on PostgreSQL, one after the other on SQLite, where a call costs microseconds.</summary>
internal sealed class ReadBatch
{
    private readonly List<QueuedRead> _reads = [];

    /// <returns>Empty until <see cref="RunAsync"/> has filled it.</returns>
    public List<T> Add<T>(string sql, Func<DbDataReader, T> map, params (string Name, object? Value)[] args)
    {
        var rows = new List<T>();
        _reads.Add(new(sql, args, reader => rows.Add(map(reader))));
        return rows;
    }

    public Task RunAsync(DbSession session) => session.ReadAsync(_reads);
}

/// <summary>One read of a batch and where its rows go.</summary>
internal readonly record struct QueuedRead(string Sql, (string Name, object? Value)[] Args, Action<DbDataReader> Row);
