using System.Buffers.Binary;
using System.Collections.Concurrent;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.People;

/// <summary>Takes what is still sent of erased people out of deliveries. Looks into memory first, so that everybody else's deliveries cost no visit to the
/// database; what this node does not know yet is dropped when it is claimed.</summary>
internal sealed partial class ErasedAccounts(
    ApexStorage storage, ApexClock clock, ProviderRegistry providers, Deregistrations deregistrations, ILogger<ErasedAccounts> logger)
{
    // Another node's clock may be behind, and its commit later than the instant it wrote.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromDays(1);

    // To when the vendor was last asked to stop. Bounded by the people ever erased: 24 bytes each and the entry around them.
    private readonly ConcurrentDictionary<UInt128, DateTimeOffset> _known = new();
    private long _readThroughMs;
    private long _dropped;

    /// <summary>Messages dropped since this process started.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Learns what other nodes have erased.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var rows = await storage.ReadAsync(session => ErasedAccountRows.SinceAsync(session, _readThroughMs - (long)Overlap.TotalMilliseconds), ct);
        foreach (var (hash, erasedAtMs) in rows)
        {
            _known.TryAdd(KeyOf(hash), DateTimeOffset.FromUnixTimeMilliseconds(erasedAtMs));
            _readThroughMs = Math.Max(_readThroughMs, erasedAtMs);
        }
    }

    public void Add(string provider, string externalUserId) => _known[KeyOf(provider, externalUserId)] = clock.Now;

    public void Remove(string provider, string externalUserId) => _known.TryRemove(KeyOf(provider, externalUserId), out _);

    /// <summary>The envelope without messages of erased accounts. What the database cannot confirm right now stays in: to lose somebody's data would be worse.</summary>
    public async Task<Envelope> WithoutAsync(string provider, Envelope envelope)
    {
        if (_known.IsEmpty)
        {
            return envelope;
        }

        string[] suspects = [.. envelope.Messages.Select(message => message.ExternalUserId).Distinct(StringComparer.Ordinal).Where(person => _known.ContainsKey(KeyOf(provider, person)))];
        if (suspects.Length == 0)
        {
            return envelope;
        }

        var erased = await ConfirmAsync(provider, suspects);
        List<IncomingMessage> kept = [.. envelope.Messages.Where(message => !erased.Contains(message.ExternalUserId))];
        var dropped = envelope.Messages.Count - kept.Count;
        if (dropped > 0)
        {
            Interlocked.Add(ref _dropped, dropped);
            LogDropped(dropped, provider);
            await AskToStopAsync(provider, erased);
        }

        return envelope with { Messages = kept };
    }

    // On another node the account may have been connected again.
    private async Task<HashSet<string>> ConfirmAsync(string provider, string[] suspects)
    {
        var erased = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var person in suspects)
            {
                if (await storage.ReadAsync(session => ErasedAccountRows.IsErasedAsync(session, provider, person)))
                {
                    erased.Add(person);
                }
                else
                {
                    Remove(provider, person);
                }
            }
        }
        catch (StorageUnavailableException)
        {
            // Nothing can be stored now either; what is let through is refused or dropped at its claim.
        }

        return erased;
    }

    // It was told at the erasure, and seems not to have listened.
    private async Task AskToStopAsync(string provider, IEnumerable<string> erased)
    {
        if (!providers.TryGet(provider, out var vendor) || vendor is not IDeregisteringProvider { NeedsToken: false })
        {
            return;
        }

        var now = clock.Now;
        foreach (var person in erased.Where(person => _known.TryGetValue(KeyOf(provider, person), out var askedAt) && now - askedAt >= AskedAgainAfter))
        {
            _known[KeyOf(provider, person)] = now;
            try
            {
                // Connected again a moment ago? Then the vendor is to go on.
                await storage.Writer.RunAsync(WriteLane.Work, async session =>
                    await ErasedAccountRows.IsErasedAsync(session, provider, person) ? await DeregistrationRows.AddErasedAsync(session, provider, person, now) : 0);
                deregistrations.Wake();
            }
            catch (StorageUnavailableException)
            {
                // Asked again with a push of tomorrow.
            }
        }
    }

    private static UInt128 KeyOf(string provider, string externalUserId) => KeyOf(ErasedAccountRows.HashOf(provider, externalUserId));

    private static UInt128 KeyOf(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);

    [LoggerMessage(2032, LogLevel.Information, "Dropped {Messages} messages of erased people, sent by {Provider}")]
    private partial void LogDropped(int messages, string provider);
}
