using Apex.Infrastructure.Days;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Re-scores a person's later days after a baseline moved: one coalesced pass in date order, only days whose inputs changed.</summary>
internal sealed partial class DeriveRunner(
    ApexStorage storage, ApexClock clock, RecoverySettings recovery, Settlement settlement, MetricsFeed feed, ILogger<DeriveRunner> logger)
{
    public const string Stage = "derive";

    /// <summary>Days looked at, newest first in range; more than hot storage ever holds.</summary>
    private const int MaxDays = 400;

    public async Task RunAsync(ClaimedItem item, CancellationToken ct)
    {
        var facts = new RunFacts(clock, item.ClaimedAt);
        var userId = Guid.Parse(item.ExternalUserId);
        var context = new ItemContext(item, null, new UserInfo(userId, ""), []);
        if (item.LostLeases >= IngestPipeline.MaxLostLeases)
        {
            await settlement.BuryAsync(context, facts, Stage, "worker_died", []);
            return;
        }

        try
        {
            await RunAsync(item, userId, facts, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageUnavailableException)
        {
            LogFailed(e, item.Id);
            await settlement.ExceptionAsync(context, facts, e, Stage);
        }
    }

    private async Task RunAsync(ClaimedItem item, Guid userId, RunFacts facts, CancellationToken ct)
    {
        for (; ; )
        {
            var snapshot = await storage.ReadAsync(session => ReadAsync(session, userId), ct);
            var plan = snapshot is null ? new DayPlan() : DayPlanner.Rescore(snapshot, recovery);
            facts.Step("merge");
            var context = new ItemContext(item, null, snapshot is null ? null : new UserInfo(userId, snapshot.TimeZone), []);
            var committed = await storage.Writer.RunAsync(WriteLane.Work, session => CommitAsync(session, context, facts, snapshot, plan));
            if (!committed)
            {
                continue;
            }

            if (plan.Days.Count > 0)
            {
                feed.Publish(new FeedEvent.DaysChanged(userId, [.. plan.Days.Select(day => day.Day)]));
            }

            return;
        }
    }

    private static async Task<UserSnapshot?> ReadAsync(DbSession session, Guid userId)
    {
        var days = await session.QueryAsync(
            $"SELECT date FROM daily_metrics WHERE user_id = @user ORDER BY date DESC LIMIT {MaxDays}", reader => reader.Date(0), ("@user", userId));
        return await SnapshotReader.ReadAsync(session, userId, [], days);
    }

    /// <returns>False: the person's data moved meanwhile, look again.</returns>
    private async Task<bool> CommitAsync(DbSession session, ItemContext context, RunFacts facts, UserSnapshot? snapshot, DayPlan plan)
    {
        if (!await SettleSql.HoldsAsync(session, context.Item))
        {
            return true;
        }

        if (!plan.IsEmpty && !await DayStore.RaiseVersionAsync(session, snapshot!))
        {
            return false;
        }

        var runId = await facts.InsertAsync(session, context, null, new(plan.IsEmpty ? "unchanged" : "stored", DaysChanged: plan.Days.Count));
        if (snapshot is not null)
        {
            DayWriter.Enqueue(session, snapshot.UserId, plan, runId, clock.Now);
        }

        SettleSql.EnqueueDone(session, context, clock.NowMs);
        await session.FlushAsync();
        return true;
    }

    [LoggerMessage(2004, LogLevel.Error, "Scoring the later days of a person anew failed, item {Item}")]
    private partial void LogFailed(Exception e, long item);
}
