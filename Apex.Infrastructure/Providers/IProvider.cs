using Apex.Domain.Metrics;
using Apex.Domain.Quota;

namespace Apex.Infrastructure.Providers;

/// <summary>One vendor. Implementations live in a folder of their own and know neither the inbox nor the store.</summary>
internal interface IProvider
{
    ProviderTraits Traits { get; }

    /// <summary>Answers a vendor's check of our address (GET or POST), or null when the request is none.</summary>
    HandshakeReply? TryAnswerHandshake(WebhookRequest request);

    /// <summary>Constant-time check of signature or secret path over the exact bytes. False: nothing is stored.</summary>
    bool IsAuthentic(WebhookRequest request, DateTimeOffset now);

    /// <summary>Reads envelope fields only (whose, what kind, which object, when) and splits a body of many people into one message each.
    /// Never throws on hostile input: what cannot be read comes back as <see cref="Envelope.Unreadable"/> slices.</summary>
    Envelope Split(WebhookRequest request, DateTimeOffset receivedAt);

    /// <summary>Pure: vendor payload to records. A bad field is dropped with a reason; an unknown shape is a value, not an exception.</summary>
    Normalized Normalize(PayloadToNormalize payload);
}

/// <summary>A vendor whose access tokens expire and can be renewed.</summary>
internal interface IRefreshingProvider : IProvider
{
    /// <summary>Exchanges a refresh token for a new pair. Safe to be the last thing a dying process does: the caller keeps a durable intent.</summary>
    Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct);
}

/// <summary>A vendor that only notifies, or that can be asked: it adds a client to the parts every vendor has.</summary>
internal interface IPullProvider : IRefreshingProvider
{
    /// <summary>What is asked for without a notice; null: nothing.</summary>
    PollFamilies? Polls => null;

    /// <summary>Asks the vendor with the person's token.</summary>
    Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken ct);

    /// <summary>How to ask for everything of some days again, after notifications may have been missed. Null: there is no such question.</summary>
    ReconcileQuestion? Reconcile => null;

    /// <summary>How to ask for past days. Null: this vendor sends its history itself, or has none.</summary>
    BackfillQuestion? Backfill => null;

    /// <summary>Families and days of the same person whose pending notices a fetch of this one may answer along, when it reads every object they name
    /// (<see cref="FetchResult.Fetched.Read"/>).</summary>
    IReadOnlyList<(string Family, string Day)> Siblings(string family, string day) => [];
}

/// <param name="Family">A fetch family; the item's day and its neighbours are asked for in full.</param>
/// <param name="DaysBefore">How many days before the item's day it covers; the day after is always covered.</param>
internal sealed record ReconcileQuestion(string Family, int DaysBefore);

/// <summary>Facts about a vendor the road needs; the capability table is generated from these.</summary>
internal sealed record ProviderTraits
{
    /// <summary>The key in routes, configuration and tables: oura, garmin, terra.</summary>
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public bool Enabled { get; init; }

    /// <summary>Largest accepted webhook body in bytes, after inflation.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>The webhook's route ends in a secret because the vendor does not sign.</summary>
    public bool HasSecretPath { get; init; }

    /// <summary>What the vendor wants to hear for a stored message.</summary>
    public int AcceptedStatus { get; init; } = 200;

    /// <summary>What a refused signature gets: 401, or 404 where the vendor demands it.</summary>
    public int RefusedStatus { get; init; } = 401;

    public bool ExposesDeviceSync { get; init; }

    /// <summary>Sends by itself when it has something; false: is only ever asked.</summary>
    public bool Pushes { get; init; } = true;

    public required IReadOnlyList<SignalGroup> Signals { get; init; }

    /// <summary>What a message of a family can bring, where it is not all of <see cref="Signals"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SignalGroup>> SignalsByFamily { get; init; } = new Dictionary<string, IReadOnlyList<SignalGroup>> { ["account"] = [] };

    /// <summary>What the vendor allows; every request is a debit on all of them. Empty: it states no limit.</summary>
    public IReadOnlyList<QuotaWindow> Quota { get; init; } = [];

    /// <summary>How soon it wants to hear from us; null: it does not say.</summary>
    public AckLimit? AckLimit { get; init; }

    /// <summary>Its section of the settings: Providers:&lt;this&gt;.</summary>
    public string Section { get; init; } = "";

    /// <summary>Work items of this vendor in flight at once on one node.</summary>
    public int MaxInFlight { get; init; } = 16;
}
