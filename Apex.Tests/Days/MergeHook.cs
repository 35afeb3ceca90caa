using Apex.Tests.Support;

namespace Apex.Tests.Days;

/// <summary>The clock of one run's facts. It is read when the run begins and once between each snapshot and its store: there the test steps in.</summary>
internal sealed class MergeHook(ManualTime time, Action between) : TimeProvider
{
    private int _reads;

    /// <summary>Snapshots merged from; more than one means that the store was redone.</summary>
    public int Snapshots => _reads - 1;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp()
    {
        if (Interlocked.Increment(ref _reads) == 2)
        {
            between();
        }

        return time.GetTimestamp();
    }
}
