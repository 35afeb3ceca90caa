using System.Data.Common;

namespace Apex.Infrastructure.Storage;

/// <summary>Prepared commands of one connection by their text. Bounded by <see cref="Max"/>: texts are constants, a few vary with the length of an IN list.</summary>
internal sealed class CommandCache(DbConnection connection) : IDisposable
{
    private const int Max = 300;

    private readonly Dictionary<string, DbCommand> _idle = new(StringComparer.Ordinal);

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

        _idle.Clear();
    }
}
