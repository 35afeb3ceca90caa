using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>Checkpoints from the writer's own connection: PASSIVE as pages are written, TRUNCATE in a quiet moment with a large log or beyond
/// <see cref="TruncateBytes"/>. An empty queue is no quiet moment: under load it is empty between any two commits.</summary>
internal sealed class WalKeeper(SqliteConnection connection, string walFile, TimeProvider time)
{
    /// <summary>16 MiB of pages: a checkpoint holds up the acks behind it for some 20 ms.</summary>
    private const int PassivePages = 4096;
    private const long IdleTruncateBytes = 4L << 20;
    private const long TruncateBytes = 256L << 20;
    private const int LookEvery = 64;
    private static readonly TimeSpan QuietAfter = TimeSpan.FromMilliseconds(500);

    private int _commits;
    private int _checkpointedPages;
    private long _lastCommitAt;

    public void AfterCommit(bool idle)
    {
        var now = time.GetTimestamp();
        var isQuiet = idle && time.GetElapsedTime(_lastCommitAt, now) > QuietAfter;
        _lastCommitAt = now;
        if (WrittenPages() is var pages && pages - _checkpointedPages > PassivePages)
        {
            Checkpoint("PASSIVE");
            _checkpointedPages = pages;
        }

        if (isQuiet || ++_commits % LookEvery == 0)
        {
            TruncateIfLarge(isQuiet ? IdleTruncateBytes : TruncateBytes);
        }
    }

    private void TruncateIfLarge(long bytes)
    {
        if (new FileInfo(walFile) is { Exists: true } file && file.Length > bytes)
        {
            Checkpoint("TRUNCATE");
        }
    }

    // Pages this connection has written to the log since it was opened.
    private int WrittenPages()
    {
        _ = raw.sqlite3_db_status(connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 0);
        return pages;
    }

    private void Checkpoint(string mode)
    {
        try
        {
            SqliteFiles.Execute(connection, $"PRAGMA wal_checkpoint({mode})");
        }
        catch (SqliteException e) when (!SqliteErrors.IsFatal(e))
        {
            // A reader or a full disk was in the way; the log stays and the next commit tries again.
        }
    }
}
