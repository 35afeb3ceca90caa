using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Oura;

/// <summary>Oura's side of the wire: consent, documents, notifications. The HTTP endpoints are in <see cref="OuraEndpoints"/>.</summary>
public sealed class OuraCloud
{
    private readonly ConcurrentDictionary<string, string> _userIds = new(StringComparer.Ordinal);

    internal OuraCloud(SimulatorOptions options, World world, WebhookSender webhooks)
    {
        (Options, World, Webhooks) = (options, world, webhooks);
        Grants = new TokenDesk("oura", options.Time) { AdoptsEarlierTokensOf = personId => options.AdoptsEarlierTokens && world.FindPerson(personId) is not null };
        Subscriptions = new OuraSubscriptions(options, webhooks);
    }

    /// <summary>Documents per page of a list.</summary>
    public int PageSize { get; set; } = 50;

    public TimeSpan AccessTokenLifetime
    {
        get => Grants.AccessTokenLifetime;
        set => Grants.AccessTokenLifetime = value;
    }

    /// <summary>True: notifications go out only for subscribed data and event types.</summary>
    public bool NotifiesSubscribersOnly { get; set; }

    public OuraSubscriptions Subscriptions { get; }

    internal SimulatorOptions Options { get; }

    internal World World { get; }

    internal WebhookSender Webhooks { get; }

    internal TokenDesk Grants { get; }

    /// <summary>The stable id in <c>personal_info.id</c> and in every webhook.</summary>
    public string UserIdOf(VirtualPerson person) => _userIds.GetOrAdd(person.Id, _ => person.DocumentId(DateOnly.MinValue, "oura-user"));

    public TokenPair Grant(VirtualPerson person) => Grants.Issue(person.Id);

    public TokenPair Grant(string personId) => Grant(World.GetPerson(personId));

    /// <summary>A code as the consent page would have put into the redirect.</summary>
    public string GrantCode(VirtualPerson person) => Grants.IssueCode(person.Id);

    /// <summary>The person ticked only these; everything else answers 403.</summary>
    public void SetScopes(VirtualPerson person, params string[] scopes) => Grants.SetScopes(person.Id, scopes);

    /// <summary>Access tokens given out so far answer 401; refresh tokens still work.</summary>
    public void ExpireAccessToken(VirtualPerson person) => Grants.ExpireAccess(person.Id);

    /// <summary>The person removed the app: every token is refused.</summary>
    public void Revoke(VirtualPerson person) => Grants.Revoke(person.Id);

    /// <summary>The document id behind <c>daily_activity</c>, <c>daily_readiness</c> or <c>daily_sleep</c> of a day.</summary>
    public static string DailyIdOf(VirtualPerson person, string dataType, DateOnly day) => person.DocumentId(day, dataType);

    /// <summary>A signed notification, not sent.</summary>
    public WebhookDelivery BuildNotification(VirtualPerson person, string dataType, string eventType, string? objectId, DateTimeOffset? eventTime = null) =>
        Sign(UserIdOf(person), person.Id, dataType, eventType, objectId, eventTime);

    /// <summary>A signed notification for somebody the simulator does not know (orphans, load runs).</summary>
    public WebhookDelivery BuildNotification(string ouraUserId, string dataType, string eventType, string? objectId, DateTimeOffset? eventTime = null) =>
        Sign(ouraUserId, null, dataType, eventType, objectId, eventTime);

    /// <summary>Posts a signed notification; the status Apex answered with, <see cref="WebhookSender.NoAnswer"/> for none.</summary>
    public async Task<int> NotifyAsync(
        VirtualPerson person, string dataType, string eventType, string? objectId, DateTimeOffset? eventTime = null, CancellationToken ct = default)
    {
        if (NotifiesSubscribersOnly && !Subscriptions.Cover(dataType, eventType))
        {
            return WebhookSender.NoAnswer;
        }

        var status = await Webhooks.SendAsync(BuildNotification(person, dataType, eventType, objectId, eventTime), ct);
        if (status == 410)
        {
            Subscriptions.Cancel(dataType, eventType);
        }

        return status;
    }

    /// <summary>Tells of the main sleep of a day; does nothing when there is none.</summary>
    public async Task<int> NotifyNightAsync(VirtualPerson person, DateOnly day, string eventType = "create", CancellationToken ct = default) =>
        person.NightOf(day) is { } night ? await NotifyAsync(person, "sleep", eventType, night.Id, ct: ct) : WebhookSender.NoAnswer;

    public Task<int> NotifyDayAsync(VirtualPerson person, DateOnly day, string eventType = "update", CancellationToken ct = default) =>
        NotifyAsync(person, "daily_activity", eventType, DailyIdOf(person, "daily_activity", day), ct: ct);

    private WebhookDelivery Sign(string userId, string? personId, string dataType, string eventType, string? objectId, DateTimeOffset? eventTime)
    {
        var now = Options.Time.GetUtcNow();
        var notification = new OuraNotification(eventType, dataType, objectId, OuraDocuments.Iso(eventTime ?? now), userId);
        return Sign(JsonSerializer.SerializeToUtf8Bytes(notification, OuraJson.Wire.OuraNotification), personId, now);
    }

    /// <summary>Signs any bytes, sound or not.</summary>
    public WebhookDelivery Sign(byte[] body, string? personId = null, DateTimeOffset? at = null)
    {
        var timestamp = (at ?? Options.Time.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>
        {
            ["x-oura-timestamp"] = timestamp,
            ["x-oura-signature"] = OuraSignature.Of(Options.OuraClientSecret, timestamp, body),
        };
        return new WebhookDelivery(Vendor.Oura, "/api/webhooks/oura", headers, body, personId);
    }
}
