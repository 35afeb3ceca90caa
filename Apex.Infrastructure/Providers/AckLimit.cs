namespace Apex.Infrastructure.Providers;

/// <summary>How long a vendor waits for our answer before it counts a delivery as failed.</summary>
/// <param name="Source">Which text says so.</param>
/// <param name="ReadOn">When it was read there.</param>
public sealed record AckLimit(int WithinSeconds, string Source, DateOnly ReadOn);
