namespace Apex.Infrastructure.Connections;

/// <summary>States of a connection as stored and shown.</summary>
internal static class ConnectionStatus
{
    public const string Active = "active";
    public const string ReauthNeeded = "reauth_needed";
    public const string Revoked = "revoked";
    public const string ProviderGone = "provider_gone";

    /// <summary>The person unlinked here; kept so that late pushes are recognised.</summary>
    public const string Removed = "removed";
}
