using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Terra;

/// <summary>Terra's side of the wire: signed envelopes, one Terra user id per person and vendor behind it.</summary>
public sealed class TerraCloud
{
    private const string Scopes = "sleep,daily,activity";

    private readonly SimulatorOptions _options;
    private readonly WebhookSender _webhooks;
    private readonly ConcurrentDictionary<(string PersonId, string Provider), TerraUser> _users = new();
    private long _lastOrderingMs;

    internal TerraCloud(SimulatorOptions options, WebhookSender webhooks) => (_options, _webhooks, Payloads) = (options, webhooks, new TerraPayloadStore(options.Time));

    internal TerraPayloadStore Payloads { get; }

    internal Uri? BaseUrl { get; set; }

    /// <summary>The specification says 0-100; older payloads hold 0-1.</summary>
    public bool EfficiencyAsRatio { get; set; }

    /// <summary>The connection's id at Terra now; <see cref="UserReauth"/> gives it a new one.</summary>
    public string UserIdOf(VirtualPerson person, string provider) => UserOf(person, provider).UserId;

    public Task<int> SendAsync(WebhookDelivery delivery, CancellationToken ct = default) => _webhooks.SendAsync(delivery, ct);

    /// <param name="person">Whose.</param>
    /// <param name="provider">Upper case, as <c>FITBIT</c>, <c>WHOOP</c>, <c>APPLE</c>.</param>
    /// <param name="nights">None: the sleeps of the person's today.</param>
    public WebhookDelivery Sleep(VirtualPerson person, string provider, params IReadOnlyList<Night> nights)
    {
        IEnumerable<Night> shown = nights.Count > 0 ? nights
            : person.SleepsOf(person.LocalToday).Where(sleep => sleep.Kind is not (SleepKind.Rest or SleepKind.Deleted));
        var sleeps = shown.Select(night => TerraRecords.Sleep(provider, night, EfficiencyAsRatio)).ToList();
        return Envelope(new TerraSleepEvent("sleep", UserOf(person, provider), sleeps, TerraJson.ApiVersion), TerraJson.Wire.TerraSleepEvent, person);
    }

    /// <param name="person">Whose.</param>
    /// <param name="provider">Upper case.</param>
    /// <param name="days">None: the person's today.</param>
    public WebhookDelivery Daily(VirtualPerson person, string provider, params IReadOnlyList<DayTotals> days)
    {
        var shown = days.Count > 0 ? days : person.DayOf(person.LocalToday) is { } today ? [today] : [];
        var dailies = shown.Select(day => TerraRecords.Daily(person, provider, day)).ToList();
        return Envelope(new TerraDailyEvent("daily", UserOf(person, provider), dailies, TerraJson.ApiVersion), TerraJson.Wire.TerraDailyEvent, person);
    }

    /// <summary>The person has connected a vendor; <paramref name="referenceId"/> is Apex's own user id, carried by every later event too.</summary>
    public WebhookDelivery Auth(VirtualPerson person, string provider, string? referenceId)
    {
        var user = _users[(person.Id, provider)] = UserOf(person, provider) with { ReferenceId = referenceId, Active = true };
        return Lifecycle(person, new()
        {
            Type = "auth",
            Status = "success",
            User = user,
            Message = "User authenticated successfully",
            WidgetSessionId = NewId(),
            FlowId = NewId(),
        });
    }

    public WebhookDelivery AuthCancelled(string referenceId, string reason = "user cancelled") =>
        Lifecycle(null, new() { Type = "auth_cancelled", Status = "error", Reason = reason, ReferenceId = referenceId, FlowId = NewId() });

    public WebhookDelivery Deauth(VirtualPerson person, string provider) => Lifecycle(
        person, new() { Type = "deauth", Status = "success", User = Deactivated(person, provider), Message = "User successfully deauthenticated" });

    /// <summary>Revoked at the vendor behind Terra.</summary>
    public WebhookDelivery AccessRevoked(VirtualPerson person, string provider) =>
        Lifecycle(person, new() { Type = "access_revoked", Status = "warning", User = Deactivated(person, provider) });

    /// <summary>The same person and vendor get a new Terra id; an <see cref="Auth"/> follows at the vendor too.</summary>
    public WebhookDelivery UserReauth(VirtualPerson person, string provider, bool oldUserKnown = true)
    {
        var old = UserOf(person, provider);
        var renewed = _users[(person.Id, provider)] = old with { UserId = NewId(), Active = true };
        var body = new TerraReauthEvent("user_reauth", "warning", oldUserKnown ? old with { Active = false } : null, renewed, TerraJson.ApiVersion);
        return Envelope(body, TerraJson.Wire.TerraReauthEvent, person);
    }

    public WebhookDelivery ConnectionError(VirtualPerson person, string provider) =>
        Lifecycle(person, new() { Type = "connection_error", Status = "warning", User = UserOf(person, provider), Message = "Connection error: provider answered 401" });

    public WebhookDelivery PermissionChange(VirtualPerson person, string provider, string scopesAdded, string scopesRemoved) =>
        Lifecycle(person, new() { Type = "permission_change", User = UserOf(person, provider), ScopesAdded = scopesAdded, ScopesRemoved = scopesRemoved });

    public WebhookDelivery Healthcheck() => Lifecycle(null, new() { Type = "healthcheck", Status = "healthy" });

    /// <summary>The dashboard's test button: authentic, well formed, and no sense in it.</summary>
    public WebhookDelivery TestButton(VirtualPerson person, string provider)
    {
        var nonsense = TerraRecords.Nonsense(person.NightOf(person.LocalToday)?.Start ?? person.LocalNow.AddHours(-8));
        return Envelope(new TerraSleepEvent("sleep", UserOf(person, provider), [nonsense], TerraJson.ApiVersion), TerraJson.Wire.TerraSleepEvent, person);
    }

    /// <summary>The delivery's body lies behind an address, as Terra does with large ones; the vendor says ten minutes.</summary>
    /// <param name="delivery">What would have been pushed.</param>
    /// <param name="validFor">Null: ten minutes.</param>
    /// <param name="address">Another address than the one it lies behind.</param>
    public WebhookDelivery BehindALink(WebhookDelivery delivery, TimeSpan? validFor = null, Uri? address = null)
    {
        var validity = validFor ?? TimeSpan.FromMinutes(10);
        var at = address ?? new Uri(BaseUrl!, $"{TerraPayloadStore.Path}/{Payloads.Put(delivery.Body, validity)}?X-Goog-Signature={Guid.NewGuid():N}");
        var link = new TerraLinkEvent("success", "s3_payload", at.AbsoluteUri, (int)validity.TotalSeconds, NewId());
        return Sign(JsonSerializer.SerializeToUtf8Bytes(link, TerraJson.Wire.TerraLinkEvent), delivery.PersonId);
    }

    /// <summary>Signs any bytes, sound or not.</summary>
    /// <param name="body">Exact bytes.</param>
    /// <param name="personId">Whose, for faults.</param>
    /// <param name="signedAt">The signature's time; null: now.</param>
    /// <param name="orderingAt">The ordering header, to send an older version late; null: now, strictly rising.</param>
    public WebhookDelivery Sign(byte[] body, string? personId = null, DateTimeOffset? signedAt = null, DateTimeOffset? orderingAt = null)
    {
        var now = _options.Time.GetUtcNow();
        var signature = TerraSignature.HeaderOf(_options.TerraSigningSecret, (signedAt ?? now).ToUnixTimeSeconds(), body);
        var ordering = orderingAt?.ToUnixTimeMilliseconds() ?? NextOrderingMs(now.ToUnixTimeMilliseconds());
        var headers = new Dictionary<string, string>
        {
            ["X-Terra-Signature"] = signature,
            ["terra-signature"] = signature, // the older name, sent beside the new one
            ["X-Terra-Trace-Id"] = NewId(),
            ["X-Terra-Ordering-Timestamp"] = ordering.ToString(CultureInfo.InvariantCulture),
            ["terra-reference"] = NewId(),
        };
        return new WebhookDelivery(Vendor.Terra, "/api/webhooks/terra", headers, body, personId);
    }

    internal (string PersonId, string Provider)? FindConnection(string? terraUserId) => _users
        .Where(user => user.Value.UserId == terraUserId)
        .Select(user => ((string, string)?)user.Key)
        .FirstOrDefault();

    private WebhookDelivery Lifecycle(VirtualPerson? person, TerraLifecycleEvent body) => Envelope(body, TerraJson.Wire.TerraLifecycleEvent, person);

    // What was held back bears the instant at which it was ready, and is signed as it goes out.
    private WebhookDelivery Envelope<T>(T body, JsonTypeInfo<T> type, VirtualPerson? person) =>
        Sign(JsonSerializer.SerializeToUtf8Bytes(body, type), person?.Id, orderingAt: person?.VendorLag > TimeSpan.Zero ? person.ToldAt : null);

    private TerraUser UserOf(VirtualPerson person, string provider) => _users.GetOrAdd((person.Id, provider), _ => new TerraUser(
        person.DocumentId(DateOnly.MinValue, $"terra-{provider}"), provider, null, Scopes, true, TerraRecords.Iso(_options.Time.GetUtcNow()), null));

    private TerraUser Deactivated(VirtualPerson person, string provider) => _users[(person.Id, provider)] = UserOf(person, provider) with { Active = false };

    private long NextOrderingMs(long nowMs)
    {
        long last, next;
        do
        {
            last = Volatile.Read(ref _lastOrderingMs);
            next = Math.Max(nowMs, last + 1);
        }
        while (Interlocked.CompareExchange(ref _lastOrderingMs, next, last) != last);

        return next;
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
