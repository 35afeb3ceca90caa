using Apex.Domain.Freshness;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Everything that can become of a claim other than a store: the one catch ladder for all vendors.</summary>
internal sealed class Settlement(ApexStorage storage, ApexClock clock, RetryLadder ladder, MetricsFeed feed)
{
    /// <summary>How long work of a signed-out person sleeps; a reconnect wakes it at once.</summary>
    private static readonly TimeSpan UntilReconnected = TimeSpan.FromHours(12);

    /// <summary>A bug is not cured by time: few tries, then a person must look.</summary>
    private const int MaxExceptionTries = 3;

    public Task FetchEndedAsync(ItemContext context, FetchOutcome outcome, RunFacts facts) => outcome switch
    {
        FetchOutcome.NoToken(TokenResult.Wait { Reason: MassReauth.Reason } held) => WaitAsync(
            context, facts, new("token", held.Until, ConsumesTry: false, held.Reason), alsoDo: Delayed(context, FreshnessCause.VendorIncident, held.Until)),
        FetchOutcome.NoToken(TokenResult.Wait wait) => WaitAsync(context, facts, new("token", wait.Until, ConsumesTry: false, wait.Reason)),
        FetchOutcome.NoToken => WaitAsync(context, facts, new("disconnected", clock.Now + UntilReconnected, ConsumesTry: false, "signed_out")),
        FetchOutcome.Answered(FetchResult.Throttled throttled) => ThrottledAsync(context, facts, throttled),
        FetchOutcome.Answered(FetchResult.NoQuota denied) => WaitAsync(
            context, facts, new("quota", denied.RetryAt, ConsumesTry: false, "no_quota"), alsoDo: Delayed(context, FreshnessCause.QuotaWait, denied.RetryAt)),
        FetchOutcome.Answered(FetchResult.Unavailable unavailable) => RetryAsync(context, facts, "fetch", unavailable.Error, unavailable.RetryAt, ladder.MaxTries),
        FetchOutcome.Answered(FetchResult.Forbidden) => ForbiddenAsync(context, facts),
        FetchOutcome.Answered(FetchResult.Gone) => GoneAsync(context, facts),
        FetchOutcome.Answered(FetchResult.Broken broken) => BuryAsync(context, facts, "fetch", broken.Error, broken.Payloads),
        _ => throw new InvalidOperationException($"No settlement for {outcome}."),
    };

    /// <summary>Nobody here is this person: kept until they connect.</summary>
    public Task OrphanAsync(ItemContext context, RunFacts facts) => EndAsync(context, facts, new("orphan"), (session, runId, nowMs) =>
    {
        SettleSql.EnqueueMessages(session, context, Kinds.Orphan, runId, nowMs);
        SettleSql.EnqueueDone(session, context, nowMs);
        EnqueueGivenUp(session, context, nowMs);
    });

    /// <summary>Of an erased person: gone without a trace, a run would name them again.</summary>
    public Task DropAsync(ItemContext context) => storage.Writer.RunAsync(WriteLane.Work, async session =>
    {
        if (await SettleSql.HoldsAsync(session, context.Item))
        {
            SettleSql.EnqueueDrop(session, context);
            SettleSql.EnqueueDone(session, context, clock.NowMs);
            await session.FlushAsync();
        }
    });

    /// <param name="stage">Where the bug showed.</param>
    public Task ExceptionAsync(ItemContext context, RunFacts facts, Exception e, string stage = "store") =>
        RetryAsync(context, facts, stage, "exception_" + e.GetType().Name, null, MaxExceptionTries);

    /// <summary>Cannot go on by itself. What was fetched is kept.</summary>
    public Task BuryAsync(ItemContext context, RunFacts facts, string stage, string error, IReadOnlyList<RawPayload> raw) =>
        BuryAsync(context, facts, stage, error, raw, alsoDo: null);

    private async Task BuryAsync(ItemContext context, RunFacts facts, string stage, string error, IReadOnlyList<RawPayload> raw, Action<DbSession>? alsoDo)
    {
        await EndAsync(context, facts, new("dead", stage, error), (session, runId, nowMs) =>
        {
            alsoDo?.Invoke(session);
            EnqueueNoLongerDelayed(session, context);
            RawPayloadSql.Enqueue(session, context, raw, runId, nowMs);
            DeadLetterSql.Enqueue(session, context, stage, error, context.Messages.Count, runId, nowMs);
            SettleSql.EnqueueMessages(session, context, Kinds.Dead, runId, nowMs);
            SettleSql.EnqueueDone(session, context, nowMs);
            EnqueueGivenUp(session, context, nowMs);
        });
        feed.Publish(new FeedEvent.DeadLettersChanged());
    }

    private static void EnqueueGivenUp(DbSession session, ItemContext context, long nowMs)
    {
        if (context.Chunk is { } chunk)
        {
            BackfillSettle.Enqueue(session, chunk, isDone: false, nowMs);
        }
    }

    // Buried work waits for nobody: its person is late with a dead letter, not "delayed" until something else is stored.
    private static void EnqueueNoLongerDelayed(DbSession session, ItemContext context)
    {
        if (context.Connection is { } connection)
        {
            session.Enqueue(
                "UPDATE connections SET data_delayed_since = NULL, data_delayed_cause = NULL, data_delayed_until = NULL WHERE id = @id", ("@id", connection.Id));
        }
    }

    private Task RetryAsync(ItemContext context, RunFacts facts, string stage, string error, DateTimeOffset? retryAt, int maxTries)
    {
        var item = context.Item;
        if (item.Tries + 1 >= maxTries)
        {
            return BuryAsync(context, facts, stage, error, []);
        }

        var until = ladder.Unavailable(clock.Now, item.Tries, retryAt, item.Id);
        return WaitAsync(
            context, facts, new("retry", until, ConsumesTry: true, error), stage, stage == "fetch" ? Delayed(context, FreshnessCause.VendorIncident, until) : null);
    }

    private Task ThrottledAsync(ItemContext context, RunFacts facts, FetchResult.Throttled throttled)
    {
        var until = ladder.Throttled(clock.Now, context.Item.Waits, throttled.RetryAt);
        return WaitAsync(
            context, facts, new("throttled", until, ConsumesTry: false, "http_429"), alsoDo: Delayed(context, FreshnessCause.QuotaWait, until));
    }

    // Shown with the person's data (a link is nobody's yet) until something of theirs is stored again. Days long past wait without making today's late.
    private static Action<DbSession, long>? Delayed(ItemContext context, FreshnessCause cause, DateTimeOffset until) => context.Connection is not { } connection || context.Item.Class == WorkClass.Backfill
        ? null
        : (session, nowMs) => session.Enqueue(
            """
            UPDATE connections SET data_delayed_since = COALESCE(data_delayed_since, @now), data_delayed_cause = @cause, data_delayed_until = @until
            WHERE id = @id
            """,
            ("@now", nowMs), ("@cause", Causes.Name(cause)), ("@until", until.ToUnixTimeMilliseconds()), ("@id", connection.Id));

    private Task ForbiddenAsync(ItemContext context, RunFacts facts) => context.Item.Tries + 1 >= MaxExceptionTries
        ? BuryAsync(context, facts, "fetch", "http_403", [])
        : WaitAsync(context, facts, new("scope", clock.Now + UntilReconnected, ConsumesTry: true, "http_403"), "fetch", (session, _) => session.Enqueue(
            "UPDATE connections SET status_cause = @cause WHERE id = @id",
            ("@cause", Causes.Name(FreshnessCause.ScopeMissing)), ("@id", context.Connection!.Id)));

    private Task GoneAsync(ItemContext context, RunFacts facts) => BuryAsync(context, facts, "fetch", "provider_gone", [], session => session.Enqueue(
        "UPDATE connections SET status = 'provider_gone', status_cause = @cause WHERE id = @id",
        ("@cause", Causes.Name(FreshnessCause.ProviderGone)), ("@id", context.Connection!.Id)));

    private Task WaitAsync(ItemContext context, RunFacts facts, ItemWait wait, string? stage = null, Action<DbSession, long>? alsoDo = null) =>
        EndAsync(context, facts, new(wait.ConsumesTry ? "retry" : "waiting", stage, wait.Error), (session, _, nowMs) =>
        {
            SettleSql.EnqueueWait(session, context.Item, wait);
            alsoDo?.Invoke(session, nowMs);
        });

    private async Task EndAsync(ItemContext context, RunFacts facts, RunOutcome outcome, Action<DbSession, long, long> enqueue)
    {
        await storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            if (!await SettleSql.HoldsAsync(session, context.Item))
            {
                return;
            }

            var runId = await facts.InsertAsync(session, context, null, outcome);
            enqueue(session, runId, clock.NowMs);
            await session.FlushAsync();
        });
        feed.Publish(context.User is { } user ? new FeedEvent.PersonChanged(user.Id) : new FeedEvent.RoadMoved());
    }
}
