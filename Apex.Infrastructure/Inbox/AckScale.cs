namespace Apex.Infrastructure.Inbox;

/// <summary>How answers to vendors are sorted: by what was answered and by how soon.</summary>
internal static class AckScale
{
    /// <summary>Any 2xx: what was sent is committed, or of no use.</summary>
    public const string Accepted = "accepted";

    /// <summary>4xx: not authentic, too large, unreadable.</summary>
    public const string Refused = "refused";

    /// <summary>503: send again.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Slower than all bounds.</summary>
    public const int Beyond = int.MaxValue;

    // Every limit a vendor states has to be one of them, so that what was over it can be counted; a test compares.
    private static readonly int[] _boundsMs = [5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000, 8000, 10_000, 30_000];

    public static IReadOnlyList<int> BoundsMs => _boundsMs;

    public static string AnswerOf(int status) => status switch
    {
        >= 200 and < 300 => Accepted,
        503 => Unavailable,
        _ => Refused,
    };

    /// <summary>The smallest bound an answer kept; it may take exactly that long.</summary>
    public static int BoundMs(TimeSpan took)
    {
        foreach (var bound in _boundsMs)
        {
            if (took.TotalMilliseconds <= bound)
            {
                return bound;
            }
        }

        return Beyond;
    }
}
