using System.Text.Json.Serialization;

namespace Apex.Infrastructure.Backfill;

/// <summary>Which days of a vendor to ask for again.</summary>
/// <param name="StartDate">yyyy-MM-dd, the wearer's day; included.</param>
/// <param name="EndDate">yyyy-MM-dd, the wearer's day; included.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BackfillRequest(string? Provider, string? StartDate, string? EndDate);
