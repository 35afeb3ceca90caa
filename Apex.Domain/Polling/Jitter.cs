using System.Buffers.Binary;
using System.Text;

namespace Apex.Domain.Polling;

/// <summary>A stable delay per person and day, so that a fleet does not call in the same second.</summary>
public static class Jitter
{
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    /// <summary>0 to under <see cref="Most"/>, whole seconds, the same on every node and after every restart.</summary>
    public static TimeSpan Of(Guid person, DateOnly day)
    {
        Span<byte> bytes = stackalloc byte[20];
        person.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], day.DayNumber);
        return TimeSpan.FromSeconds(Fnv(bytes) % (uint)Most.TotalSeconds);
    }

    /// <summary>Which of <paramref name="segments"/> equal slices of a job a person belongs to.</summary>
    public static int Segment(Guid person, int segments)
    {
        Span<byte> bytes = stackalloc byte[16];
        person.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(Fnv(bytes) % (uint)segments);
    }

    /// <summary>0 to under <paramref name="most"/>, whole milliseconds, the same for a key on every machine.</summary>
    public static TimeSpan Within(string key, TimeSpan most) => TimeSpan.FromMilliseconds(Fnv(Encoding.UTF8.GetBytes(key)) % (uint)most.TotalMilliseconds);

    // FNV-1a, 32 bits: GetHashCode differs from process to process.
    private static uint Fnv(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        return hash;
    }
}
