namespace Apex.Infrastructure.Storage;

/// <summary>One process per data directory: a second writer on SQLite's file could not know of the first one's checkpoints.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="DataDirectoryInUseException">Another process holds it.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        try
        {
            return new(new FileStream(Path.Combine(directory, "apex.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new DataDirectoryInUseException(directory, e);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Another Apex runs on the same data directory, or the directory cannot be written.</summary>
public sealed class DataDirectoryInUseException(string directory, Exception inner)
    : Exception($"The data directory '{Path.GetFullPath(directory)}' is in use by another Apex process or cannot be written.", inner);
