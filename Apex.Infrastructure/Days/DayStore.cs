using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Days;

/// <summary>Merge and Store: from a snapshot, one transaction per item, redone when the person's data moved meanwhile.</summary>
internal sealed class DayStore(ApexStorage storage, ApexClock clock, RecoverySettings recovery, WorkSignal signal)
{
    /// <summary>Redoing means another item of the same person was stored in between; each round somebody gets on.</summary>
    private const int MaxRounds = 20;

    /// <param name="missing">Objects the vendor does not have yet: their notices stay pending until then. Null: none.</param>
    public async Task<StoreResult> StoreAsync(ItemContext context, ItemFindings findings, RunFacts facts, MissingObjects? missing, CancellationToken ct)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            var snapshot = await SnapshotAsync(context, findings, ct);
            var plan = snapshot is null || context.Connection is not { } connection
                ? new DayPlan()
                : DayPlanner.Plan(snapshot, recovery, connection.Id, findings.Records);
            facts.Step("merge");
            var result = await storage.Writer.RunAsync(WriteLane.Work, session => CommitAsync(session, context, findings, facts, missing, snapshot, plan));
            if (result is not null)
            {
                Wake(result, context);
                return result;
            }
        }

        throw new InvalidOperationException($"Item {context.Item.Id} was overtaken {MaxRounds} times while storing.");
    }

    private Task<UserSnapshot?> SnapshotAsync(ItemContext context, ItemFindings findings, CancellationToken ct)
    {
        if (context.Connection is not { } connection || findings.Records.Count == 0)
        {
            return Task.FromResult<UserSnapshot?>(null);
        }

        var keys = findings.Records.Select(record => new RecordKey(connection.Id, record.Record.Type, record.Record.ExternalId)).ToHashSet();
        var days = findings.Records.Select(DayPlanner.DayOf).ToHashSet();
        return storage.ReadAsync(session => SnapshotReader.ReadAsync(session, connection.UserId, keys, days), ct);
    }

    /// <returns>Null: the snapshot was stale and nothing is written.</returns>
    private async Task<StoreResult?> CommitAsync(
        DbSession session, ItemContext context, ItemFindings findings, RunFacts facts, MissingObjects? missing, UserSnapshot? snapshot, DayPlan plan)
    {
        if (!await SettleSql.HoldsAsync(session, context.Item))
        {
            return new StoreResult.LeaseLost();
        }

        if (!plan.IsEmpty && !await RaiseVersionAsync(session, snapshot!))
        {
            return null;
        }

        var now = clock.Now;
        var nowMs = now.ToUnixTimeMilliseconds();
        var outcome = new RunOutcome(plan.IsEmpty && findings.AccountChanges.Count == 0 ? "unchanged" : "stored", DaysChanged: plan.Days.Count);
        var runId = await facts.InsertAsync(session, context, findings, outcome);
        var touched = await AccountChangeWriter.ApplyAsync(session, context.Item.Provider, findings.AccountChanges, now);
        EnqueueMessages(session, context, findings, missing, runId, nowMs);
        RawPayloadSql.Enqueue(session, context, findings.Raw, runId, nowMs);
        if (context.Connection is { } connection)
        {
            DayWriter.Enqueue(session, connection.UserId, plan, runId, now);
            ConnectionTouch.Enqueue(session, connection.Id, findings, now);
        }

        if (plan.RaisesDerive)
        {
            DeriveItem.Enqueue(session, context.Connection!.UserId, nowMs, context.Chunk is null ? null : DeriveItem.AtLatest);
        }

        if (context.Chunk is { } chunk)
        {
            BackfillSettle.Enqueue(session, chunk, isDone: true, nowMs);
        }

        await session.FlushAsync();
        return new StoreResult.Stored(context.Connection?.UserId, [.. plan.Days.Select(day => day.Day)], plan.RaisesDerive, touched, findings.DeadMessages.Count);
    }

    /// <summary>False: the snapshot is stale, whoever planned from it looks again.</summary>
    public static async Task<bool> RaiseVersionAsync(DbSession session, UserSnapshot snapshot) => await session.ExecuteAsync(
        "UPDATE users SET data_version = data_version + 1 WHERE id = @user AND data_version = @read",
        ("@user", snapshot.UserId), ("@read", snapshot.DataVersion)) == 1;

    private static void EnqueueMessages(DbSession session, ItemContext context, ItemFindings findings, MissingObjects? missing, long runId, long nowMs)
    {
        foreach (var dead in findings.DeadMessages)
        {
            SettleSql.EnqueueMessage(session, dead.MessageId, Kinds.Dead, runId, nowMs);
        }

        foreach (var group in findings.DeadMessages.GroupBy(dead => dead.Reason))
        {
            DeadLetterSql.Enqueue(session, context, "normalize", group.Key, group.Count(), runId, nowMs);
        }

        if (missing is null)
        {
            SettleSql.EnqueueMessages(session, context, Kinds.Settled, runId, nowMs);
            SettleSql.EnqueueDone(session, context, nowMs);
            SettleSql.EnqueueSiblings(session, context, runId, nowMs);
            return;
        }

        foreach (var message in context.Messages.Where(message => message.ObjectId is null || !missing.ObjectIds.Contains(message.ObjectId)))
        {
            SettleSql.EnqueueMessage(session, message.Id, Kinds.Settled, runId, nowMs);
        }

        SettleSql.EnqueueWait(session, context.Item, new("missing", missing.RetryAt, ConsumesTry: false, "vendor_does_not_have_it_yet"));
    }

    private void Wake(StoreResult result, ItemContext context)
    {
        if (result is StoreResult.Stored stored)
        {
            if (stored.RaisedDerive || context.Chunk is not null)
            {
                signal.Raise(DeriveItem.Provider, Lanes.Data);
            }

            foreach (var (provider, lane) in stored.Woken)
            {
                signal.Raise(provider, lane);
            }
        }
    }
}

/// <summary>Objects a notification named and the vendor does not list yet.</summary>
internal sealed record MissingObjects(IReadOnlySet<string> ObjectIds, DateTimeOffset RetryAt);

/// <summary>How a store ended.</summary>
internal abstract record StoreResult
{
    private StoreResult()
    {
    }

    /// <param name="Woken">Lanes that got work by an account change.</param>
    public sealed record Stored(
        Guid? UserId,
        IReadOnlyList<DateOnly> ChangedDays,
        bool RaisedDerive,
        IReadOnlyList<(string Provider, string Lane)> Woken,
        int DeadMessages) : StoreResult;

    /// <summary>Somebody else has the item now; nothing was written.</summary>
    public sealed record LeaseLost : StoreResult;
}
