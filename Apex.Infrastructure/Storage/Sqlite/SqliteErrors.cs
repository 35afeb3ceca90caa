using Microsoft.Data.Sqlite;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>Which SQLite results mean what to us (sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Busy = 5, NoMemory = 7, ReadOnly = 8, Interrupt = 9, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>SQLite may have rolled the whole transaction back by itself: every job in it must be told.</summary>
    public static bool EndsTransaction(SqliteException e) =>
        e.SqliteErrorCode is Busy or NoMemory or ReadOnly or Interrupt or IoError or Corrupt or Full or CannotOpen or NotADatabase;

    /// <summary>What is on disk is no longer known. ENOSPC in the WAL surfaces as FULL, not as I/O error.</summary>
    public static bool IsFatal(SqliteException e) => e.SqliteErrorCode is IoError or Corrupt or NotADatabase;

    public static string Describe(SqliteException e) => e.SqliteErrorCode switch
    {
        Full => "disk_full",
        ReadOnly => "read_only",
        IoError => "io_error",
        Corrupt or NotADatabase => "corrupt",
        Busy => "busy",
        _ => "sqlite_" + e.SqliteErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
