using System.Globalization;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Options;

namespace Apex.Infrastructure.Retention;

/// <summary>Forgets what only helps to look back: delivery keys, runs, payloads, settled messages, the record of answers. Records and days stay; what is not settled is never touched.
/// In small transactions, so that acks never wait for it; killed, the next run goes on.</summary>
internal sealed class Expiry(ApexStorage storage, ApexClock clock, IOptions<RetentionOptions> options)
{
    /// <summary>Rows per transaction.</summary>
    private const int Chunk = 500;

    private const string Keys = """
        DELETE FROM inbox_seen WHERE (provider, delivery_key) IN (SELECT provider, delivery_key FROM inbox_seen WHERE seen_at < @before ORDER BY seen_at LIMIT @chunk)
        """;

    private const string Runs = "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE ended_at < @before ORDER BY ended_at LIMIT @chunk)";

    private const string Raw = "DELETE FROM raw_payloads WHERE id IN (SELECT id FROM raw_payloads WHERE received_at < @before ORDER BY received_at LIMIT @chunk)";

    private const string JobRuns = "DELETE FROM job_runs WHERE id IN (SELECT id FROM job_runs WHERE started_at < @before ORDER BY id LIMIT @chunk)";

    private const string Acks = """
        DELETE FROM ack_minutes WHERE (provider, minute_at, answer, within_ms) IN
          (SELECT provider, minute_at, answer, within_ms FROM ack_minutes WHERE minute_at < @before ORDER BY minute_at LIMIT @chunk)
        """;

    // By key from the oldest on: messages come in the order of their receipt, near enough, and need no index for this.
    private const string OldestMessages = "SELECT id, state, received_at FROM inbox_messages WHERE id > @after ORDER BY id LIMIT @chunk";

    public async Task<JobResult> RunAsync(CancellationToken ct)
    {
        var rawBefore = clock.Now.AddDays(-options.Value.RawDays);
        var keys = await DeleteAsync(Keys, clock.Now.AddHours(-options.Value.DeliveryKeyHours), ct);
        var runs = await DeleteAsync(Runs, rawBefore, ct);
        var raw = await DeleteAsync(Raw, rawBefore, ct);
        var messages = await MessagesAsync(rawBefore, clock.Now.AddDays(-options.Value.OrphanDays), ct);
        var jobRuns = await DeleteAsync(JobRuns, rawBefore, ct);
        var acks = await DeleteAsync(Acks, rawBefore, ct);
        return keys + runs + raw + messages + jobRuns + acks is var all and > 0
            ? new(all, string.Create(
                CultureInfo.InvariantCulture, $"{keys} delivery keys, {runs} runs, {raw} payloads, {messages} messages, {jobRuns} job runs, {acks} rows of answers"))
            : JobResult.Nothing;
    }

    private async Task<long> DeleteAsync(string sql, DateTimeOffset before, CancellationToken ct)
    {
        var all = 0L;
        int deleted;
        do
        {
            ct.ThrowIfCancellationRequested();
            deleted = await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(sql, ("@before", before.ToUnixTimeMilliseconds()), ("@chunk", Chunk)));
            all += deleted;
        }
        while (deleted == Chunk);
        return all;
    }

    private async Task<long> MessagesAsync(DateTimeOffset settledBefore, DateTimeOffset orphansBefore, CancellationToken ct)
    {
        var (all, after) = (0L, 0L);
        while (true)
        {
            var page = await storage.ReadAsync(session => OldestAsync(session, after), ct);
            var over = page.Where(message => IsOver(message, settledBefore, orphansBefore)).Select(message => message.Id).ToList();
            if (over.Count > 0)
            {
                all += await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
                    $"DELETE FROM inbox_messages WHERE id IN ({string.Join(',', over.Select(id => id.ToString(CultureInfo.InvariantCulture)))}) AND state IN ('settled', 'orphan')"));
            }

            if (page.Count < Chunk || page.TrueForAll(message => message.ReceivedAt >= settledBefore))
            {
                return all;
            }

            after = page[^1].Id;
        }
    }

    private static bool IsOver(OldMessage message, DateTimeOffset settledBefore, DateTimeOffset orphansBefore) => message.State switch
    {
        Kinds.Settled => message.ReceivedAt < settledBefore,
        Kinds.Orphan => message.ReceivedAt < orphansBefore,
        _ => false,
    };

    private static Task<List<OldMessage>> OldestAsync(DbSession session, long after) => session.QueryAsync(
        OldestMessages,
        reader => new OldMessage(reader.GetInt64(0), reader.GetString(1), reader.Instant(2)),
        ("@after", after), ("@chunk", Chunk));

    private readonly record struct OldMessage(long Id, string State, DateTimeOffset ReceivedAt);
}
