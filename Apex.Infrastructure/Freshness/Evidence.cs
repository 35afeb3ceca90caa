using Apex.Domain.Freshness;

namespace Apex.Infrastructure.Freshness;

/// <summary>What else tells why a person's data is missing: the device's own count of wear, what the vendor answered, how others fare.</summary>
/// <param name="Answers">When the vendor last answered a fetch with 200, per provider, family and day.</param>
/// <param name="ArrivingProviders">Vendors that brought data of enough other people within the last hour.</param>
internal sealed record Evidence(IReadOnlyList<WearSpan> Wear, IReadOnlyList<VendorAnswer> Answers, IReadOnlySet<string> ArrivingProviders)
{
    public static readonly Evidence None = new([], [], new HashSet<string>());
}

/// <param name="Day">The day that was asked for: yyyy-MM-dd, or recent.</param>
internal sealed record VendorAnswer(string Provider, string Family, string Day, DateTimeOffset At);
