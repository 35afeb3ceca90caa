using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Support;

/// <summary>A vendor whose payloads mean exactly what the test has written down for them.</summary>
internal sealed class ScriptedProvider(string name, TimeProvider time) : IPullProvider
{
    private readonly ConcurrentDictionary<string, Normalized> _meanings = new(StringComparer.Ordinal);
    private int _deliveries;
    private int _fetches;
    private int _refreshes;

    public ProviderTraits Traits { get; init; } = new() { Name = name, DisplayName = name, Enabled = true, Signals = Enum.GetValues<SignalGroup>() };

    public PollFamilies? Polls { get; set; }

    /// <summary>What the vendor answers; nothing by default.</summary>
    public Func<FetchRequest, Task<FetchResult>> Fetching { get; set; } = _ => Task.FromResult<FetchResult>(new FetchResult.Fetched([]));

    public Func<string, Task<RefreshResult>> Refreshing { get; set; } = _ => Task.FromResult<RefreshResult>(new RefreshResult.Unavailable("not_scripted", null));

    public ReconcileQuestion? Reconcile { get; set; }

    public BackfillQuestion? Backfill { get; set; }

    /// <summary>What a fetch of a family and day may answer along; nothing by default.</summary>
    public Func<string, string, IReadOnlyList<(string Family, string Day)>> Covering { get; set; } = (_, _) => [];

    public int Fetches => _fetches;

    public int Refreshes => _refreshes;

    /// <summary>Tokens the vendor was asked with, in order.</summary>
    public ConcurrentQueue<string> TokensSeen { get; } = new();

    /// <summary>A body that normalizes to this.</summary>
    public ReadOnlyMemory<byte> Body(Normalized meaning)
    {
        var key = Interlocked.Increment(ref _deliveries).ToString(CultureInfo.InvariantCulture);
        _meanings[key] = meaning;
        return Encoding.ASCII.GetBytes(key);
    }

    /// <summary>From now on the body means this: a parser was fixed.</summary>
    public void Reread(IncomingMessage message, Normalized meaning) => _meanings[Encoding.ASCII.GetString(message.Body.Span)] = meaning;

    public IncomingMessage Push(string person, string family, string day, params NormalizedRecord[] records) => new()
    {
        Kind = MessageKind.Push,
        ExternalUserId = person,
        DataType = family,
        Family = family,
        Day = day,
        Body = Body(new() { Records = records }),
    };

    public IncomingMessage Notice(string person, string family, string day, string? objectId = null) => new()
    {
        Kind = MessageKind.Notification,
        ExternalUserId = person,
        DataType = family,
        ObjectId = objectId,
        Family = family,
        Day = day,
        Body = Body(new()),
    };

    public IncomingMessage Account(string person, params AccountChange[] changes) => new()
    {
        Kind = MessageKind.Account,
        ExternalUserId = person,
        DataType = "account",
        Family = "account",
        Day = "recent",
        Body = Body(new() { AccountChanges = changes }),
    };

    public IncomingMessage Unreadable(string person, string family, string day) =>
        Push(person, family, day) with { Body = Body(Normalized.Bad("shape_unknown at $")) };

    /// <summary>A successful answer that normalizes to the records.</summary>
    public FetchResult.Fetched Answer(params NormalizedRecord[] records) => new([Payload(new() { Records = records })]) { HttpStatus = 200, Requests = 1 };

    public RawPayload Payload(Normalized meaning) => new("day", Body(meaning), time.GetUtcNow());

    public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => null;

    public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => true;

    public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => Envelope.Bad("not_scripted", request.Body);

    public Normalized Normalize(PayloadToNormalize payload) => _meanings[Encoding.ASCII.GetString(payload.Body.Span)];

    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken ct)
    {
        Interlocked.Increment(ref _fetches);
        TokensSeen.Enqueue(request.AccessToken);
        return Fetching(request);
    }

    public IReadOnlyList<(string Family, string Day)> Siblings(string family, string day) => Covering(family, day);

    public Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        Interlocked.Increment(ref _refreshes);
        return Refreshing(refreshToken);
    }
}
