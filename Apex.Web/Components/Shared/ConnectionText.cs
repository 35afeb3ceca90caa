using Apex.Domain.Freshness;
using Apex.Infrastructure.Connections;

namespace Apex.Web.Components.Shared;

/// <summary>States of a connection in words.</summary>
internal static class ConnectionText
{
    public static string Status(string status) => status switch
    {
        "active" => "active",
        "reauth_needed" => "needs to reconnect",
        "revoked" => "withdrawn",
        "provider_gone" => "vendor closed",
        _ => status.Replace('_', ' '),
    };

    public static FreshnessState Look(string status) => status == "active" ? FreshnessState.Fresh : FreshnessState.Disconnected;

    /// <summary>What has to be done, or null when nothing.</summary>
    public static string? ToDo(ConnectionView connection) => (connection.Status, connection.StatusCause) switch
    {
        ("active", "scope_missing") => "The consent does not cover all data. The person has to connect again and allow it.",
        ("active", _) => null,
        (_, "refresh_interrupted") => "Our own refresh was interrupted and used up the sign-in. The person has to connect again; sorry.",
        ("reauth_needed", _) => "The vendor no longer accepts our sign-in. The person has to connect again.",
        ("revoked", _) => "The person, or the vendor for them, withdrew access. They can connect again.",
        ("provider_gone", _) => "The vendor has closed this service. The person needs another connection.",
        _ => null,
    };
}
