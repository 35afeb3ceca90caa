namespace Apex.Web.Road;

/// <summary>Bytes of bodies being received at this moment; beyond the cap new ones hear 503.</summary>
internal sealed class InFlightBytes
{
    public const long Max = 256L << 20;

    private long _bytes;

    /// <summary>Null: too much is under way. Dispose gives the room back.</summary>
    public IDisposable? TryTake(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= Max)
        {
            return new Room(this, bytes);
        }

        Interlocked.Add(ref _bytes, -bytes);
        return null;
    }

    private sealed class Room(InFlightBytes owner, long bytes) : IDisposable
    {
        private long _left = bytes;

        public void Dispose() => Interlocked.Add(ref owner._bytes, -Interlocked.Exchange(ref _left, 0));
    }
}
