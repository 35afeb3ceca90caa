using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Read first: the journey of one claimed item. Safe to repeat at any point.</summary>
internal sealed partial class IngestPipeline(
    ProviderRegistry providers, ContextReader contexts, FetchStep fetching, LinkStep links, DayStore days, Settlement settlement, RetryLadder ladder, MetricsFeed feed, ApexClock clock,
    ILogger<IngestPipeline> logger)
{
    /// <summary>Claims that ended without a settle before an item is buried as "worker died".</summary>
    public const int MaxLostLeases = 5;

    public async Task RunAsync(ClaimedItem item, CancellationToken ct)
    {
        var facts = new RunFacts(clock, item.ClaimedAt);
        var context = await contexts.ReadAsync(item, ct);
        facts.Step("claim");
        try
        {
            await RunAsync(context, facts, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not Storage.StorageUnavailableException)
        {
            LogFailed(e, item.Provider, item.Family, item.Id);
            await settlement.ExceptionAsync(context, facts, e);
        }
    }

    private async Task RunAsync(ItemContext context, RunFacts facts, CancellationToken ct)
    {
        if (context.IsErased || context is { Chunk: null, Item.Family: BackfillQuestion.Family })
        {
            await settlement.DropAsync(context);
            return;
        }

        if (context.Item.LostLeases >= MaxLostLeases)
        {
            await settlement.BuryAsync(context, facts, "claim", "worker_died", []);
            return;
        }

        if (context.Item.Family == LinkedDelivery.Family)
        {
            await links.RunAsync(context, facts, ct);
            return;
        }

        if (NeedsPerson(context) && context.Connection is null or { Status: ConnectionStatus.Removed })
        {
            await settlement.OrphanAsync(context, facts);
            return;
        }

        var provider = providers.Get(context.Item.Provider);
        var fetched = new FetchResult.Fetched([]);
        if (context.Item.Lane == Lanes.Fetch)
        {
            var outcome = await fetching.RunAsync((IPullProvider)provider, context, facts, ct);
            facts.Step("fetch");
            if (outcome is not FetchOutcome.Answered(FetchResult.Fetched ready))
            {
                await settlement.FetchEndedAsync(context, outcome, facts);
                return;
            }

            fetched = ready;
            context = context with { Siblings = [.. context.Siblings.Where(sibling => sibling.Objects.IsSubsetOf(ready.Read))] };
        }

        var findings = NormalizeStep.Run(provider, context, fetched.Payloads, clock.Now);
        facts.Step("normalize");
        if (findings.Unreadable is { } reason)
        {
            await settlement.BuryAsync(context, facts, "normalize", reason, fetched.Payloads);
            return;
        }

        var missing = Missing(context, fetched);
        Publish(context, await days.StoreAsync(context, findings, facts, missing, ct), findings);
    }

    private static bool NeedsPerson(ItemContext context) =>
        context.Messages.Count == 0 || context.Messages.Any(message => message.Kind != Kinds.Name(MessageKind.Account));

    private MissingObjects? Missing(ItemContext context, FetchResult.Fetched fetched) =>
        fetched.MissingObjects.Count > 0 && ladder.Missing(clock.Now, context.Item.Waits) is { } retryAt
            ? new(fetched.MissingObjects.ToHashSet(StringComparer.Ordinal), retryAt)
            : null;

    private void Publish(ItemContext context, StoreResult result, ItemFindings findings)
    {
        if (result is not StoreResult.Stored stored)
        {
            LogLeaseLost(context.Item.Provider, context.Item.Family, context.Item.Id);
            return;
        }

        if (stored is { UserId: { } userId, ChangedDays.Count: > 0 })
        {
            feed.Publish(new FeedEvent.DaysChanged(userId, stored.ChangedDays));
        }
        else if (stored.UserId is { } unchanged)
        {
            feed.Publish(new FeedEvent.PersonChanged(unchanged)); // an account event, or the end of a delay
        }
        else
        {
            feed.Publish(new FeedEvent.RoadMoved());
        }

        if (stored.DeadMessages > 0)
        {
            feed.Publish(new FeedEvent.DeadLettersChanged());
        }

        LogIngested(context.Item.Provider, context.Item.Family, context.Messages.Count, findings.Records.Count, stored.ChangedDays.Count);
    }

    [LoggerMessage(2001, LogLevel.Debug, "Ingested {Provider} {Family}: {Messages} messages, {Records} records changed {Days} days")]
    private partial void LogIngested(string provider, string family, int messages, int records, int days);

    [LoggerMessage(2002, LogLevel.Warning, "The lease of {Provider} {Family} item {Item} was lost; nothing was written")]
    private partial void LogLeaseLost(string provider, string family, long item);

    [LoggerMessage(2003, LogLevel.Error, "Ingesting {Provider} {Family} item {Item} failed")]
    private partial void LogFailed(Exception e, string provider, string family, long item);
}
