using Apex.Infrastructure.Outages;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Inbox;

/// <summary>The only entrance for webhooks: verify, split, store, answer. Nothing else happens in a webhook request.</summary>
public sealed partial class WebhookIntake
{
    private readonly ProviderRegistry _providers;
    private readonly InboxAppender _appender;
    private readonly ApexClock _clock;
    private readonly MetricsFeed _feed;
    private readonly AckLog _acks;
    private readonly AckMinutes _minutes;
    private readonly ErasedAccounts _erased;
    private readonly RefusalLog _refusals;
    private readonly ILogger<WebhookIntake> _logger;

    internal WebhookIntake(
        ProviderRegistry providers, InboxAppender appender, ApexClock clock, MetricsFeed feed, AckLog acks, AckMinutes minutes, ErasedAccounts erased, RefusalLog refusals,
        ILogger<WebhookIntake> logger)
    {
        (_providers, _appender, _clock, _feed, _acks, _minutes) = (providers, appender, clock, feed, acks, minutes);
        (_erased, _refusals, _logger) = (erased, refusals, logger);
    }

    /// <summary>What the endpoint must know before it reads a body; null for an unknown or disabled provider.</summary>
    public WebhookRoute? Find(string provider) => _providers.TryGet(provider, out var found) && found.Traits.Enabled
        ? new(found.Traits.MaxBodyBytes, found.Traits.HasSecretPath)
        : null;

    /// <summary>Answers a handshake, refuses what is not authentic, or stores it. When it says accepted, it is committed.</summary>
    public async Task<IntakeResult> ReceiveAsync(string provider, WebhookRequest request)
    {
        if (!_providers.TryGet(provider, out var vendor) || !vendor.Traits.Enabled)
        {
            return new IntakeResult.Unknown();
        }

        if (vendor.TryAnswerHandshake(request) is { } reply)
        {
            return new IntakeResult.Handshake(reply);
        }

        var now = _clock.Now;
        if (request.Method != "POST" || !vendor.IsAuthentic(request, now))
        {
            _acks.Refused(provider);
            LogRefused(provider);
            return new IntakeResult.Refused(vendor.Traits.RefusedStatus);
        }

        var delivered = vendor.Split(request, now);
        var envelope = await _erased.WithoutAsync(provider, delivered);
        if (envelope.Messages.Count == 0 && envelope.Unreadable.Count == 0)
        {
            _acks.Ignored(provider);
            return new IntakeResult.Accepted(vendor.Traits.AcceptedStatus, delivered.Messages.Count == 0 ? "ignored" : "dropped");
        }

        return Answer(provider, vendor.Traits.AcceptedStatus, envelope, await _appender.AppendAsync(provider, envelope, now));
    }

    /// <summary>There is no room for the body: the vendor must send again, and what it was about is asked for in case it does not.</summary>
    public IntakeResult.Unavailable NoRoom(string provider) => Unavailable(provider, retryAfterSeconds: 5);

    /// <summary>Call once per delivery, with what its vendor is about to hear.</summary>
    /// <param name="took">Since the first byte of the request: the vendor's patience covers the reading too.</param>
    public void Answered(string provider, int status, TimeSpan took) => _minutes.Add(provider, status, took, _clock.Now);

    private IntakeResult.Unavailable Unavailable(string provider, int retryAfterSeconds)
    {
        _acks.Unavailable(provider);
        _refusals.Add(provider, _clock.Now);
        return new(retryAfterSeconds);
    }

    private IntakeResult Answer(string provider, int acceptedStatus, Envelope envelope, AppendResult result)
    {
        if (result is not AppendResult.Stored stored)
        {
            return Unavailable(provider, retryAfterSeconds: 2);
        }

        _acks.Accepted(provider, stored.Messages, stored.Repeats);
        _feed.Publish(new FeedEvent.RoadMoved());
        if (envelope.Unreadable.Count > 0)
        {
            _feed.Publish(new FeedEvent.DeadLettersChanged());
        }

        return new IntakeResult.Accepted(acceptedStatus, stored.FirstMessageId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "repeat");
    }

    [LoggerMessage(1020, LogLevel.Warning, "Refused a delivery of {Provider}: not authentic")]
    private partial void LogRefused(string provider);
}

/// <param name="MaxBodyBytes">After inflation.</param>
/// <param name="HasSecretPath">The route has a further segment that proves the sender.</param>
public sealed record WebhookRoute(int MaxBodyBytes, bool HasSecretPath);

/// <summary>What the vendor hears.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    public sealed record Handshake(HandshakeReply Reply) : IntakeResult;

    /// <param name="MessageId">Id of the first message stored, "repeat", "ignored" or "dropped"; sent as X-Apex-Message-Id.</param>
    public sealed record Accepted(int Status, string MessageId) : IntakeResult;

    public sealed record Refused(int Status) : IntakeResult;

    public sealed record Unknown : IntakeResult;

    /// <summary>503: nothing was stored, the vendor must send again.</summary>
    public sealed record Unavailable(int RetryAfterSeconds) : IntakeResult;
}
