using Microsoft.AspNetCore.Http;

namespace Apex.Simulator.Traffic;

/// <summary>One request on its way through a vendor cloud; the vendor fills in whose it is.</summary>
internal sealed class VendorRequest(Vendor vendor, string endpoint, HttpContext context)
{
    public Vendor Vendor { get; } = vendor;

    /// <summary>Names the operation in the ledger: <c>sleep</c>, <c>sleep/{id}</c>.</summary>
    public string Endpoint { get; } = endpoint;

    public HttpContext Context { get; } = context;

    public string? PersonId { get; set; }

    public TokenUse TokenUse { get; set; }

    /// <summary>Empty when there is none.</summary>
    public string BearerToken => Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        ? header["Bearer ".Length..]
        : "";

    public string? Query(string name) => Context.Request.Query[name];

    public string? Header(string name) => Context.Request.Headers[name];

    public string? Route(string name) => Context.Request.RouteValues[name] as string;
}
