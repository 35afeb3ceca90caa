using System.Security.Cryptography;
using Apex.Domain.Plausibility;
using Apex.Domain.Records;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Payloads to plausible records. Pure but for the instant it is given.</summary>
internal sealed class NormalizeStep
{
    /// <summary>The zone used before a person is known: account events carry no local days.</summary>
    private const string NoZone = "Etc/UTC";

    private readonly IProvider _provider;
    private readonly string _zone;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset? _notifiedAt;
    private readonly ItemFindings _into = new();

    private NormalizeStep(IProvider provider, ItemContext context, DateTimeOffset now)
    {
        (_provider, _zone, _now) = (provider, context.User?.TimeZone ?? NoZone, now);
        var notices = context.Messages.Where(message => message.Kind == Inbox.Kinds.Name(MessageKind.Notification)).ToList();
        _notifiedAt = notices.Count == 0 ? null : notices.Min(message => message.ReceivedAt);
    }

    /// <param name="fetched">Payloads of this claim's fetch; empty for items that carry their data.</param>
    public static ItemFindings Run(IProvider provider, ItemContext context, IReadOnlyList<RawPayload> fetched, DateTimeOffset now)
    {
        var step = new NormalizeStep(provider, context, now);
        foreach (var payload in fetched)
        {
            step.Fetched(payload);
        }

        foreach (var message in context.Messages)
        {
            step.Message(message);
        }

        return step._into;
    }

    private void Fetched(RawPayload payload)
    {
        _into.Raw.Add(payload);
        var seenAt = payload.SentAt;
        var normalized = _provider.Normalize(new(payload.Kind, null, payload.Body, null, seenAt, _zone));
        _into.Unreadable ??= normalized.Unreadable;
        // Ties of the sent instant are pages of one fetch: no number can order them better.
        Take(normalized, generation: 0, receivedAt: _now, SHA256.HashData(payload.Body.Span));
    }

    private void Message(PendingMessage message)
    {
        var isNotice = message.Kind == Inbox.Kinds.Name(MessageKind.Notification);
        var prefix = isNotice ? "notice:" : message.Kind + ":";
        var normalized = _provider.Normalize(
            new(prefix + message.DataType, message.EventType, message.Body, message.OrderAtMs, message.ReceivedAt, _zone));
        if (normalized.Unreadable is { } reason && !isNotice)
        {
            _into.DeadMessages.Add(new(message.Id, reason));
            return;
        }

        Take(normalized, message.Id, message.ReceivedAt, rawSha256: null);
    }

    private void Take(Normalized normalized, long generation, DateTimeOffset receivedAt, byte[]? rawSha256)
    {
        _into.AccountChanges.AddRange(normalized.AccountChanges);
        foreach (var drop in normalized.Drops)
        {
            _into.Add(drop.Path, drop.Reason);
        }

        foreach (var record in normalized.Records)
        {
            var version = new RecordVersion(record.Final, record.OrderAtMs, generation);
            if (Plausible(record, receivedAt) is { } values)
            {
                // The id is a key: what is looked up must be what was stored.
                var keyed = record with { ExternalId = StoredText.Clean(record.ExternalId) };
                _into.Records.Add(new(keyed, version, values, rawSha256 is null ? null : _notifiedAt, receivedAt, rawSha256));
            }
        }
    }

    private RecordValues? Plausible(NormalizedRecord record, DateTimeOffset receivedAt)
    {
        if (record.Deleted)
        {
            return new RecordValues();
        }

        var checkedValues = PlausibilityRules.Check(record.Type, record.Values, record.Day ?? DateOnly.FromDateTime(receivedAt.UtcDateTime), _now);
        foreach (var drop in checkedValues.Drops)
        {
            _into.Add($"{record.Type}.{drop.Field}", drop.Reason);
        }

        foreach (var suspect in checkedValues.Suspects)
        {
            _into.Add($"{record.Type}.{suspect}", "suspect");
        }

        return checkedValues.Values;
    }
}
