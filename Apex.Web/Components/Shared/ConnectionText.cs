using Apex.Domain.Freshness;

namespace Apex.Web.Components.Shared;

/// <summary>States of a connection in words.</summary>
internal static class ConnectionText
{
    public static string Status(string status) => status switch
    {
        "active" => "active",
        "reauth_needed" => "need to reconnect",
        "revoked" => "withdrawn",
        "provider_gone" => "vendor closed",
        _ => status.Replace('_', ' '),
    };

    public static FreshnessState Look(string status) => status == "active" ? FreshnessState.Fresh : FreshnessState.Disconnected;
}
