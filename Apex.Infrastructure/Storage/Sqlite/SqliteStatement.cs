using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>A prepared statement without the ADO layer, whose look-ups by name, boxes and readers cost several times the insert itself.
/// Values are bound as Microsoft.Data.Sqlite binds them.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly int _parameters;
    private readonly bool _changesRows;

    // The argument names of the last call and where they belong; a text is nearly always called from one place.
    private (string Name, int Index)[] _order = [];

    private SqliteStatement(sqlite3 db, sqlite3_stmt statement)
    {
        (_db, _statement) = (db, statement);
        _parameters = raw.sqlite3_bind_parameter_count(statement);
        _changesRows = raw.sqlite3_stmt_readonly(statement) == 0;
    }

    /// <summary>Null when the text holds more than one statement.</summary>
    public static SqliteStatement? Prepare(SqliteConnection connection, string sql)
    {
        var db = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement, out var tail), db);
        if (string.IsNullOrWhiteSpace(tail))
        {
            return new(db, statement);
        }

        statement.Dispose();
        return null;
    }

    public static bool CanBind((string Name, object? Value)[] args)
    {
        foreach (var (_, value) in args)
        {
            if (value is not (null or DBNull or string or long or int or bool or double or byte[] or Guid or DateOnly))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Rows changed.</summary>
    public int Execute((string Name, object? Value)[] args)
    {
        try
        {
            Bind(args);
            while (Step())
            {
            }

            return _changesRows ? raw.sqlite3_changes(_db) : -1;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>The first two columns of the row there must be.</summary>
    public (long First, long Second) ReadPair((string Name, object? Value)[] args)
    {
        try
        {
            Bind(args);
            if (!Step())
            {
                throw new InvalidOperationException("The statement returned no row.");
            }

            var pair = (raw.sqlite3_column_int64(_statement, 0), raw.sqlite3_column_int64(_statement, 1));
            while (Step())
            {
            }

            return pair;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _db);
        }

        return result == raw.SQLITE_ROW;
    }

    private void Bind((string Name, object? Value)[] args)
    {
        if (!HasOrder(args))
        {
            _order = [.. args.Select(arg => (arg.Name, raw.sqlite3_bind_parameter_index(_statement, arg.Name)))];
            if (_order.Count(named => named.Index > 0) != _parameters)
            {
                _order = [];
                throw new InvalidOperationException("Not every parameter of the statement has a value.");
            }
        }

        for (var i = 0; i < args.Length; i++)
        {
            if (_order[i].Index > 0)
            {
                SqliteException.ThrowExceptionForRC(Bind(_order[i].Index, args[i].Value), _db);
            }
        }
    }

    private bool HasOrder((string Name, object? Value)[] args)
    {
        if (_order.Length != args.Length)
        {
            return false;
        }

        for (var i = 0; i < args.Length; i++)
        {
            if (!ReferenceEquals(_order[i].Name, args[i].Name))
            {
                return false;
            }
        }

        return true;
    }

    private int Bind(int index, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, index),
        string text => raw.sqlite3_bind_text(_statement, index, StoredText.Clean(text)),
        long number => raw.sqlite3_bind_int64(_statement, index, number),
        int number => raw.sqlite3_bind_int64(_statement, index, number),
        bool flag => raw.sqlite3_bind_int64(_statement, index, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(_statement, index, number),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, index, 0), // an empty span would be bound as null
        byte[] blob => raw.sqlite3_bind_blob(_statement, index, blob),
        Guid id => raw.sqlite3_bind_text(_statement, index, id.ToString().ToUpperInvariant()),
        DateOnly day => raw.sqlite3_bind_text(_statement, index, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "No binding for this type."),
    };
}
