using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>Puts what a dead letter holds back on the road.</summary>
internal sealed class DeadLetterReplay(ApexStorage storage, ApexClock clock, ProviderRegistry providers, WorkSignal signal)
{
    private const string UnreadableFamily = "unreadable";

    // A fetch or a re-scoring can be repeated without any message: the item itself is the order.
    private const string RaiseAgain = """
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        VALUES (@provider, @person, @family, @day, @lane, @class, 1, 0, @now, 0, 0, 0, 0, @now)
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET wanted = work_items.wanted + 1
        """;

    public async Task<Outcome<DeadLetterView>> RunAsync(long id, string actor)
    {
        var now = clock.Now;
        var (outcome, lanes) = await storage.Writer.RunAsync(WriteLane.Work, session => RunAsync(session, id, actor, now));
        foreach (var (provider, lane) in lanes)
        {
            signal.Raise(provider, lane);
        }

        return outcome;
    }

    private async Task<(Outcome<DeadLetterView> Outcome, IReadOnlyList<(string Provider, string Lane)> Lanes)> RunAsync(
        DbSession session, long id, string actor, DateTimeOffset now)
    {
        if (await DeadLetterRows.FindAsync(session, id) is not { } letter)
        {
            return (new Outcome<DeadLetterView>.Missing(), []);
        }

        if (letter.State != DeadLetterRows.Open)
        {
            return (new Outcome<DeadLetterView>.Conflict($"It is {letter.State} already."), []);
        }

        var (lanes, refusal) = letter.Family == UnreadableFamily
            ? await SplitAgainAsync(session, letter, now)
            : await GiveBackAsync(session, letter, now);
        if (refusal is not null)
        {
            return (new Outcome<DeadLetterView>.Conflict(refusal), []);
        }

        await DeadLetterRows.CloseAsync(session, letter, DeadLetterRows.Replayed, actor, now);
        await AuditLog.WriteAsync(session, actor, "dead_letter.replay", $"dead_letter:{id}", now);
        return (new Outcome<DeadLetterView>.Done((await DeadLetterRows.FindAsync(session, id))!), lanes);
    }

    private static async Task<(IReadOnlyList<(string, string)> Lanes, string? Refusal)> GiveBackAsync(DbSession session, DeadLetterView letter, DateTimeOffset now)
    {
        var lanes = await OrphanAdoption.AdoptAsync(session, letter.Provider, letter.ExternalUserId, Kinds.Dead, now, letter.Family, letter.Day);
        if (lanes.Count > 0)
        {
            return (lanes, null);
        }

        if (letter.Lane != Lanes.Fetch && letter.Provider != DeriveItem.Provider)
        {
            return ([], "Nothing of it is left to replay; discard it.");
        }

        await session.ExecuteAsync(
            RaiseAgain, [.. DeadLetterRows.KeyOf(letter), ("@lane", letter.Lane), ("@class", WorkClass.Manual), ("@now", now.ToUnixTimeMilliseconds())]);
        return ([(letter.Provider, letter.Lane)], null);
    }

    // What a fixed reader can now read goes in as new messages of the first receipt; the unreadable one has done its duty.
    private async Task<(IReadOnlyList<(string, string)> Lanes, string? Refusal)> SplitAgainAsync(DbSession session, DeadLetterView letter, DateTimeOffset now)
    {
        if (!providers.TryGet(letter.Provider, out var provider))
        {
            return ([], "This provider is no longer known; discard it.");
        }

        var bodies = await session.QueryAsync(
            $"SELECT body, body_bytes, received_at FROM inbox_messages WHERE state = 'dead' AND {DeadLetterRows.SameKey} ORDER BY id",
            reader => (Body: BodyCodec.Decode(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1)), ReceivedAt: reader.Instant(2)),
            DeadLetterRows.KeyOf(letter));
        if (bodies.Count == 0)
        {
            return ([], "Nothing of it is left to replay; discard it.");
        }

        var readable = new List<PendingAppend>();
        foreach (var (body, receivedAt) in bodies)
        {
            var envelope = provider.Split(new WebhookRequest("POST", null, _ => null, _ => null, body), receivedAt);
            if (envelope.Unreadable.Count > 0)
            {
                return ([], $"It still cannot be read: {envelope.Unreadable[0].Reason}.");
            }

            readable.Add(new(letter.Provider, envelope, receivedAt.ToUnixTimeMilliseconds()));
        }

        await AppendBatch.RunAsync(session, readable);
        await DeadLetterRows.SettleMessagesAsync(session, letter, now);
        return ([(letter.Provider, Lanes.Fetch), (letter.Provider, Lanes.Data)], null);
    }
}
