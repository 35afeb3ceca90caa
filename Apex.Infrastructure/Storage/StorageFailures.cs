using Apex.Infrastructure.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Apex.Infrastructure.Storage;

/// <summary>Finds in an exception, EF's wrapping included, what says that the database cannot serve now.</summary>
internal static class StorageFailures
{
    /// <returns>Null: the failure is the statement's own.</returns>
    public static StorageUnavailableException? Unavailable(Exception e) => (Find<SqliteException>(e), Find<NpgsqlException>(e)) switch
    {
        ({ } sqlite, _) => SqliteErrors.EndsTransaction(sqlite) ? new(SqliteErrors.Describe(sqlite), e) : null,
        (_, PostgresException answer) => answer.IsTransient || answer.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction
            ? new("postgres_" + answer.SqlState, e)
            : null,
        (_, { }) => new("postgres_unreachable", e),
        _ => null,
    };

    /// <summary>The other transaction has won and is done; starting again from what it left is enough.</summary>
    public static bool IsWorthRepeating(Exception e) =>
        Find<PostgresException>(e)?.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    public static T? Find<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e.InnerException;
        }

        return e as T;
    }
}
