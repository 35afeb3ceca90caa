using Microsoft.Data.Sqlite;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>Checkpoints from the writer's own connection: PASSIVE as the log grows, TRUNCATE when idle with a large log or beyond <see cref="TruncateBytes"/>.</summary>
internal sealed class WalKeeper(SqliteConnection connection, string walFile)
{
    private const long PassiveBytes = 16L << 20;
    private const long IdleTruncateBytes = 4L << 20;
    private const long TruncateBytes = 256L << 20;
    private const int LookEvery = 64;

    private int _commits;
    private long _lastPassiveAt;

    public void AfterCommit(bool idle)
    {
        if (++_commits % LookEvery != 0 && !idle)
        {
            return;
        }

        var file = new FileInfo(walFile);
        var bytes = file.Exists ? file.Length : 0;
        if (bytes > TruncateBytes || (idle && bytes > IdleTruncateBytes))
        {
            Checkpoint("TRUNCATE");
            _lastPassiveAt = 0;
        }
        else if (bytes - _lastPassiveAt > PassiveBytes)
        {
            Checkpoint("PASSIVE");
            _lastPassiveAt = bytes;
        }
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
