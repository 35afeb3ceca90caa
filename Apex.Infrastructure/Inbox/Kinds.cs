using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Inbox;

/// <summary>Names of message kinds and states as stored.</summary>
internal static class Kinds
{
    public const string Pending = "pending";
    public const string Settled = "settled";
    public const string Orphan = "orphan";
    public const string Dead = "dead";

    public static string Name(MessageKind kind) => kind switch
    {
        MessageKind.Notification => "notification",
        MessageKind.Push => "push",
        MessageKind.Account => "account",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown message kind."),
    };
}
