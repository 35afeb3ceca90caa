namespace Apex.Infrastructure.Providers;

/// <summary>A vendor that sends large deliveries as a link to them.</summary>
internal interface ILinkingProvider : IProvider
{
    /// <summary>Fetches what a message of <see cref="LinkedDelivery.Family"/> points at; ends as <see cref="FetchResult.Delivered"/> or as a failure.</summary>
    Task<FetchResult> FollowAsync(LinkedDelivery link, CancellationToken ct);
}

/// <summary>A delivery that only says where the delivery is.</summary>
/// <param name="ReceivedAt">Of the link: what it leads to counts as received then.</param>
internal sealed record LinkedDelivery(ReadOnlyMemory<byte> Body, long? OrderAtMs, DateTimeOffset ReceivedAt)
{
    public const string Family = "link";

    /// <summary>Whose data it is stands behind the link: until then it belongs to nobody.</summary>
    public const string Nobody = "";
}
