using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>One message on its way into the tables.</summary>
internal sealed class AppendRow(int post, string provider, IncomingMessage message, long receivedAtMs)
{
    /// <summary>Index of the delivery it came with.</summary>
    public int Post => post;

    public string Provider => provider;

    public IncomingMessage Message => message;

    public long ReceivedAtMs => receivedAtMs;

    /// <summary>As stored: the raised items come back by it.</summary>
    public ItemKey Key { get; } =
        new(provider, StoredText.Clean(message.ExternalUserId), StoredText.Clean(message.Family), StoredText.Clean(message.Day));

    /// <summary>Items whose messages carry the data have a lane of their own.</summary>
    public string Lane => message.Kind == MessageKind.Notification ? Work.Lanes.Fetch : Work.Lanes.Data;

    public byte[] Body { get; } = BodyCodec.Encode(message.Body.Span);

    public long WorkItemId { get; set; }

    public long Generation { get; set; }
}

/// <summary>The unique key of a work item. Its order is the order in which rows are locked.</summary>
internal readonly record struct ItemKey(string Provider, string ExternalUserId, string Family, string Day) : IComparable<ItemKey>
{
    public int CompareTo(ItemKey other)
    {
        var order = string.CompareOrdinal(Provider, other.Provider);
        order = order != 0 ? order : string.CompareOrdinal(ExternalUserId, other.ExternalUserId);
        order = order != 0 ? order : string.CompareOrdinal(Family, other.Family);
        return order != 0 ? order : string.CompareOrdinal(Day, other.Day);
    }

    public static bool operator <(ItemKey left, ItemKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ItemKey left, ItemKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ItemKey left, ItemKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ItemKey left, ItemKey right) => left.CompareTo(right) >= 0;
}
