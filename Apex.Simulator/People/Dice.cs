namespace Apex.Simulator.People;

/// <summary>Repeatable chance: the same seed, person, day and purpose always roll the same, on every machine and in any order of asking.</summary>
/// <remarks>FNV-1a over the key, then SplitMix64; <see cref="string.GetHashCode()"/> differs per process and would not do.</remarks>
internal struct Dice
{
    private ulong _state;

    public static Dice For(int seed, string personId, int dayNumber, string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in (ReadOnlySpan<string>)[personId, "|", purpose])
        {
            foreach (var letter in part)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }
        }

        return new Dice { _state = hash ^ ((ulong)(uint)seed << 32) ^ (uint)dayNumber };
    }

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Evenly spread over [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Normal with mean 0 and deviation 1, cut at 3 deviations so that no day is absurd.</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Next()));
        return Math.Clamp(radius * Math.Cos(2 * Math.PI * Next()), -3, 3);
    }

    public int Between(int lowest, int highest) => lowest + (int)(Next() * (highest - lowest + 1));

    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextBits());
        BitConverter.TryWriteBytes(bytes[8..], NextBits());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }
}
