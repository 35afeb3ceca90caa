using System.Data.Common;

namespace Apex.Infrastructure.Storage;

/// <summary>A connection with plain SQL that serves both databases. Commands are prepared and kept per connection on SQLite; Npgsql prepares by itself.</summary>
internal sealed class DbSession(DbConnection connection, DbTransaction? transaction, StorageKind kind, CommandCache? cache = null)
{
    private readonly List<(string Sql, (string Name, object? Value)[] Args)> _queued = [];

    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    public bool IsPostgres => kind == StorageKind.Postgres;

    /// <summary>Rows taken under lock skip those another node has locked; SQLite has one writer and needs no lock.</summary>
    public string SkipLocked => IsPostgres ? " FOR UPDATE SKIP LOCKED" : "";

    public async Task<int> ExecuteAsync(string sql, params (string Name, object? Value)[] args)
    {
        if (cache?.Statement(sql, args) is { } statement)
        {
            return statement.Execute(args);
        }

        var command = Command(sql, args);
        try
        {
            return await command.ExecuteNonQueryAsync();
        }
        finally
        {
            Release(command);
        }
    }

    /// <summary>First column of the first row, or default when there is no row or it is null.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params (string Name, object? Value)[] args)
    {
        var command = Command(sql, args);
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            return await reader.ReadAsync() && !await reader.IsDBNullAsync(0) ? reader.GetFieldValue<T>(0) : default;
        }
        finally
        {
            Release(command);
        }
    }

    /// <summary>The two integers of a row there must be; for the statements that run once per arriving message.</summary>
    public async Task<(long First, long Second)> PairAsync(string sql, params (string Name, object? Value)[] args)
    {
        if (cache?.Statement(sql, args) is { } statement)
        {
            return statement.ReadPair(args);
        }

        return (await QueryAsync(sql, reader => (reader.GetInt64(0), reader.GetInt64(1)), args))[0];
    }

    public async Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params (string Name, object? Value)[] args)
    {
        var command = Command(sql, args);
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(map(reader));
            }

            return rows;
        }
        finally
        {
            Release(command);
        }
    }

    public async Task<T?> FindAsync<T>(string sql, Func<DbDataReader, T> map, params (string Name, object? Value)[] args)
        where T : class => (await QueryAsync(sql, map, args)).FirstOrDefault();

    /// <summary>Puts a statement whose result nobody needs behind the others; <see cref="FlushAsync"/> sends them in order.</summary>
    public void Enqueue(string sql, params (string Name, object? Value)[] args) => _queued.Add((sql, args));

    /// <summary>One round trip on PostgreSQL for all that is enqueued.</summary>
    public async Task FlushAsync()
    {
        if (_queued.Count == 0)
        {
            return;
        }

        if (!connection.CanCreateBatch)
        {
            foreach (var (sql, args) in _queued)
            {
                await ExecuteAsync(sql, args);
            }
        }
        else
        {
            await using var batch = Batch(_queued);
            await batch.ExecuteNonQueryAsync();
        }

        _queued.Clear();
    }

    /// <summary>Runs each read into its place, on PostgreSQL all in one round trip.</summary>
    public async Task ReadAsync(IReadOnlyList<QueuedRead> reads)
    {
        if (!connection.CanCreateBatch)
        {
            foreach (var read in reads)
            {
                await QueryAsync(
                    read.Sql,
                    row =>
                    {
                        read.Row(row);
                        return true;
                    },
                    read.Args);
            }

            return;
        }

        await using var batch = Batch(reads.Select(read => (read.Sql, read.Args)));
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var read in reads)
        {
            while (await reader.ReadAsync())
            {
                read.Row(reader);
            }

            await reader.NextResultAsync();
        }
    }

    private DbBatch Batch(IEnumerable<(string Sql, (string Name, object? Value)[] Args)> statements)
    {
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var (sql, args) in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var (name, value) in args)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, Stored(value));
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] args)
    {
        var command = cache?.Rent(sql) ?? NewCommand(sql);
        command.Transaction = transaction;
        var isRented = command.Parameters.Count > 0;
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i];
            var parameter = isRented ? Parameter(command, i, name) : null;
            if (parameter is null)
            {
                parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            parameter.Value = Stored(value);
        }

        return command;
    }

    // A text is nearly always called from one place: its parameters stand in the order of the arguments.
    private static DbParameter? Parameter(DbCommand command, int index, string name)
    {
        if (index < command.Parameters.Count && ReferenceEquals(command.Parameters[index].ParameterName, name))
        {
            return command.Parameters[index];
        }

        return command.Parameters.Contains(name) ? command.Parameters[name] : null;
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        string text => StoredText.Clean(text),
        string?[] texts => Array.ConvertAll(texts, text => text is null ? null : StoredText.Clean(text)),
        _ => value,
    };

    private DbCommand NewCommand(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Release(DbCommand command)
    {
        if (cache is null)
        {
            command.Dispose();
        }
        else
        {
            cache.Return(command);
        }
    }
}
