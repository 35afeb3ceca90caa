using System.Collections.Concurrent;
using System.Text.Json;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Oura;

/// <summary>Webhook subscriptions of the app: one per data and event type, running out after a while.</summary>
public sealed class OuraSubscriptions
{
    // Examples in the vendor's documents show about 90 days; no number is promised.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly SimulatorOptions _options;
    private readonly WebhookSender _webhooks;
    private readonly ConcurrentDictionary<string, OuraSubscription> _byId = new(StringComparer.Ordinal);

    internal OuraSubscriptions(SimulatorOptions options, WebhookSender webhooks) => (_options, _webhooks) = (options, webhooks);

    public int Count => _byId.Count;

    public bool Cover(string dataType, string eventType) => All.Any(known => known.DataType == dataType && known.EventType == eventType);

    /// <summary>As after an answer of 410, or when the vendor loses them.</summary>
    public void Cancel(string dataType, string eventType)
    {
        foreach (var gone in All.Where(known => known.DataType == dataType && known.EventType == eventType))
        {
            _byId.TryRemove(gone.Id, out _);
        }
    }

    /// <summary>Asks the callback to echo a challenge; true when it proves to hold the verification token's other end.</summary>
    public async Task<bool> HandshakeAsync(Uri callbackUrl, string verificationToken, CancellationToken ct = default)
    {
        var challenge = Guid.NewGuid().ToString("N");
        var url = new Uri($"{callbackUrl.AbsoluteUri}?verification_token={Uri.EscapeDataString(verificationToken)}&challenge={challenge}");
        var (status, body) = await _webhooks.GetAsync(url, ct);
        try
        {
            return status == 200 && JsonSerializer.Deserialize(body, OuraJson.Wire.OuraChallenge)?.Challenge == challenge;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal IReadOnlyList<OuraSubscription> All => [.. _byId.Values.OrderBy(known => known.Id, StringComparer.Ordinal)];

    internal async Task<VendorReply> AnswerAsync(VendorRequest request)
    {
        var id = request.Route("id");
        if (request.Header("x-client-id") != _options.OuraClientId || request.Header("x-client-secret") != _options.OuraClientSecret)
        {
            return VendorGate.Problem(401, "Unauthorized");
        }

        if (id is not null && !_byId.ContainsKey(id))
        {
            return VendorGate.Problem(403, "Forbidden"); // not 404, as the vendor has it
        }

        return request.Context.Request.Method switch
        {
            "GET" when id is null => Reply(200, JsonSerializer.SerializeToUtf8Bytes(All, OuraJson.Wire.Subscriptions)),
            "GET" => Reply(200, _byId[id!]),
            "DELETE" => _byId.TryRemove(id!, out _) ? VendorReply.Empty(204) : VendorGate.Problem(403, "Forbidden"),
            "PUT" when request.Endpoint.Contains("renew", StringComparison.Ordinal) => Reply(200, _byId[id!] = _byId[id!] with { ExpirationTime = NewExpiry() }),
            _ => await SaveAsync(request, id),
        };
    }

    private async Task<VendorReply> SaveAsync(VendorRequest request, string? id)
    {
        var ct = request.Context.RequestAborted;
        var asked = await JsonSerializer.DeserializeAsync(request.Context.Request.Body, OuraJson.Wire.OuraSubscriptionRequest, ct);
        var old = id is null ? null : _byId[id];
        var (callback, dataType, eventType) = (asked?.CallbackUrl ?? old?.CallbackUrl, asked?.DataType ?? old?.DataType, asked?.EventType ?? old?.EventType);
        if (asked?.VerificationToken is null || callback is null || dataType is null || eventType is null)
        {
            return VendorGate.Problem(422, "Validation Error");
        }

        if (All.Any(known => known.Id != id && known.DataType == dataType && known.EventType == eventType))
        {
            return VendorGate.Problem(409, "Conflict");
        }

        if (!await HandshakeAsync(new Uri(callback), asked.VerificationToken, ct))
        {
            return VendorGate.Problem(400, "Callback url verification failed");
        }

        var saved = new OuraSubscription(id ?? Guid.NewGuid().ToString(), callback, eventType, dataType, NewExpiry());
        return Reply(id is null ? 201 : 200, _byId[saved.Id] = saved);
    }

    private string NewExpiry() => OuraDocuments.Iso(_options.Time.GetUtcNow() + Lifetime);

    private static VendorReply Reply(int status, OuraSubscription subscription) =>
        Reply(status, JsonSerializer.SerializeToUtf8Bytes(subscription, OuraJson.Wire.OuraSubscription));

    private static VendorReply Reply(int status, byte[] json) => new(status, json);
}
