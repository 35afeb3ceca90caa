namespace Apex.Infrastructure.Providers;

/// <summary>Asked right before each request to a vendor, for pages and single objects too. Null: send it. Else there is no quota until that instant.</summary>
internal delegate ValueTask<DateTimeOffset?> TakePermit(CancellationToken ct);
