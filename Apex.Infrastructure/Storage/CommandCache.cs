using System.Data.Common;
using Apex.Infrastructure.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Apex.Infrastructure.Storage;

/// <summary>Prepared commands of one connection by their text. Bounded by <see cref="Max"/>: texts are constants, a few vary with the length of an IN list.</summary>
internal sealed class CommandCache(DbConnection connection) : IDisposable
{
    private const int Max = 300;

    private readonly Dictionary<string, DbCommand> _idle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement?> _statements = new(StringComparer.Ordinal);

    /// <summary>The text as a statement of SQLite's own, without the ADO layer. Null: it has to go through a command.</summary>
    public SqliteStatement? Statement(string sql, (string Name, object? Value)[] args)
    {
        if (connection is not SqliteConnection sqlite || !SqliteStatement.CanBind(args))
        {
            return null;
        }

        if (!_statements.TryGetValue(sql, out var statement) && _statements.Count < Max)
        {
            statement = SqliteStatement.Prepare(sqlite, sql);
            _statements[sql] = statement;
        }

        return statement;
    }

    public DbCommand Rent(string sql)
    {
        if (_idle.Remove(sql, out var command))
        {
            return command;
        }

        command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public void Return(DbCommand command)
    {
        if (_idle.Count >= Max || !_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var command in _idle.Values)
        {
            command.Dispose();
        }

        foreach (var statement in _statements.Values)
        {
            statement?.Dispose();
        }

        _idle.Clear();
        _statements.Clear();
    }
}
