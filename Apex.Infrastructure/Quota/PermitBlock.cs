namespace Apex.Infrastructure.Quota;

/// <summary>Permits this node has debited ahead, so that not every request is a write. What is left when it expires, or at a crash, is lost, not reused.</summary>
internal sealed class PermitBlock
{
    public const int Largest = 32;

    /// <summary>Of a permit: sent later, it would count in a span it was not debited for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private int _left;
    private int _size;
    private DateTimeOffset _takenAt = DateTimeOffset.MinValue;

    public bool TryUse(DateTimeOffset now)
    {
        // A clock that went back makes a permit's age unknown.
        if (_left == 0 || !IsYoung(now))
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>How many to debit next: doubled when the last ones were all used in time, else one.</summary>
    public int NextSize(DateTimeOffset now) => _left == 0 && IsYoung(now) ? Math.Min(Largest, _size * 2) : 1;

    /// <summary>The debit is committed.</summary>
    public void Fill(int count, DateTimeOffset takenAt) => (_left, _size, _takenAt) = (count, count, takenAt);

    private bool IsYoung(DateTimeOffset now) => now >= _takenAt && now - _takenAt < Life;
}
