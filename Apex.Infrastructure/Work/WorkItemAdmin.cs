using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>What a person may do to an item: now, or not at all.</summary>
public sealed class WorkItemAdmin
{
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly WorkSignal _signal;
    private readonly MetricsFeed _feed;

    internal WorkItemAdmin(ApexStorage storage, ApexClock clock, WorkSignal signal, MetricsFeed feed) => (_storage, _clock, _signal, _feed) = (storage, clock, signal, feed);

    /// <summary>Makes it due at once. One that runs is left alone.</summary>
    public async Task<Outcome<bool>> RetryNowAsync(long id, string actor)
    {
        var now = _clock.Now;
        var (outcome, provider, lane) = await _storage.Writer.RunAsync(WriteLane.Work, session => MakeDueAsync(session, id, actor, now));
        if (outcome is Outcome<bool>.Done)
        {
            _signal.Raise(provider, lane);
            _feed.Publish(new FeedEvent.RoadMoved());
        }

        return outcome;
    }

    /// <summary>Ends it unfinished: its messages count as settled and stay readable. A run under way has lost its lease and writes nothing.</summary>
    public async Task<Outcome<bool>> CancelAsync(long id, string actor)
    {
        var now = _clock.Now;
        var cancelled = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            var deleted = await session.QueryAsync(
                "DELETE FROM work_items WHERE id = @id RETURNING provider, external_user_id, family, day",
                reader => new ItemKey(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)), ("@id", id));
            if (deleted.Count == 0)
            {
                return false;
            }

            await BackfillSettle.GiveUpAsync(session, deleted[0], now.ToUnixTimeMilliseconds());

            var messages = await session.ExecuteAsync(
                "UPDATE inbox_messages SET state = @state, settled_at = @now WHERE work_item_id = @id AND state = 'pending'",
                ("@state", Kinds.Settled), ("@now", now.ToUnixTimeMilliseconds()), ("@id", id));
            await AuditLog.WriteAsync(session, actor, "work_item.cancel", $"work_item:{id}", now, $"{messages} messages");
            return true;
        });
        _feed.Publish(new FeedEvent.RoadMoved());
        return cancelled ? new Outcome<bool>.Done(true) : new Outcome<bool>.Missing();
    }

    private static async Task<(Outcome<bool> Outcome, string Provider, string Lane)> MakeDueAsync(DbSession session, long id, string actor, DateTimeOffset now)
    {
        var rows = await session.QueryAsync(
            """
            UPDATE work_items SET due_at = @now, wait_reason = NULL WHERE id = @id AND (lease_until IS NULL OR lease_until <= @now)
            RETURNING provider, lane
            """,
            reader => (Provider: reader.GetString(0), Lane: reader.GetString(1)), ("@now", now.ToUnixTimeMilliseconds()), ("@id", id));
        if (rows.Count == 0)
        {
            var exists = await session.ScalarAsync<long>("SELECT count(*) FROM work_items WHERE id = @id", ("@id", id)) == 1;
            return (exists ? new Outcome<bool>.Conflict("It is running now.") : new Outcome<bool>.Missing(), "", "");
        }

        await AuditLog.WriteAsync(session, actor, "work_item.retry", $"work_item:{id}", now);
        return (new Outcome<bool>.Done(true), rows[0].Provider, rows[0].Lane);
    }
}
