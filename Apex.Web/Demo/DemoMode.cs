using System.Net;

namespace Apex.Web.Demo;

/// <summary>Whether this host shows simulated people, and how to sign in to it.</summary>
public sealed class DemoMode
{
    public static readonly DemoMode Off = new();

    private DemoMode()
    {
    }

    internal DemoMode(DemoAccount? account) => (IsOn, Account) = (true, account);

    /// <summary>Everybody and every vendor here is simulated.</summary>
    public bool IsOn { get; }

    /// <summary>Null when the operator named an account of their own.</summary>
    internal DemoAccount? Account { get; }

    /// <summary>The account, for a visitor on this very machine only: what came through a proxy is from elsewhere.</summary>
    internal DemoAccount? AccountFor(HttpContext visitor) =>
        visitor.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && !visitor.Request.Headers.ContainsKey("X-Forwarded-For") && !visitor.Request.Headers.ContainsKey("Forwarded") && !visitor.Request.Headers.ContainsKey("Via")
            ? Account
            : null;
}
