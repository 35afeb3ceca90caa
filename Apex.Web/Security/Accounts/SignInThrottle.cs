using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Apex.Web.Security.Accounts;

/// <summary>Tries per address in a fixed window, for the sign-in and set-up forms together. Accounts have their own lockout.</summary>
internal sealed class SignInThrottle : IDisposable
{
    /// <summary>Apex's own choice: a person never needs more.</summary>
    public const int TriesPerWindow = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    // Bounded by the number of addresses seen within a window; idle ones are dropped by the limiter.
    private readonly PartitionedRateLimiter<IPAddress> _tries = PartitionedRateLimiter.Create<IPAddress, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(Key(address), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = TriesPerWindow,
            Window = Window,
            QueueLimit = 0,
        }));

    public bool TryTake(IPAddress? address)
    {
        using var lease = _tries.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _tries.Dispose();

    // One household or server owns a whole IPv6 /64; counting single addresses there would count nothing.
    private static string Key(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
