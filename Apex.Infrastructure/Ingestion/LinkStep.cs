using System.Globalization;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Follows a link a vendor sent instead of a delivery. What lies behind it goes into the inbox, from where it takes the same road as a push.</summary>
internal sealed class LinkStep(
    ApexStorage storage, ApexClock clock, ProviderRegistry providers, Settlement settlement, ErasedAccounts erased, WorkSignal signal, MetricsFeed feed,
    ProviderGate gate)
{
    public async Task RunAsync(ItemContext context, RunFacts facts, CancellationToken ct)
    {
        if (providers.Get(context.Item.Provider) is not ILinkingProvider provider || context.Messages.Count == 0)
        {
            await settlement.BuryAsync(context, facts, "fetch", "link_without_a_reader", []);
            return;
        }

        // All messages of the item name the same address; the newest is the likeliest to be valid still.
        var newest = context.Messages[^1];
        var result = await provider.FollowAsync(new LinkedDelivery(newest.Body, newest.OrderAtMs, newest.ReceivedAt), ct);
        (facts.HttpStatus, facts.Requests) = (result.HttpStatus, result.Requests);
        facts.Step("fetch");

        // Whose it is nobody knows before it is read: each address counts as somebody.
        await gate.ReportAsync(context.Item, "item" + context.Item.Id.ToString(CultureInfo.InvariantCulture), VendorSigns.Of(result), VendorSigns.ErrorOf(result));
        if (result is not FetchResult.Delivered delivered)
        {
            await settlement.FetchEndedAsync(context, new FetchOutcome.Answered(result), facts);
            return;
        }

        facts.Bytes = delivered.Bytes;
        var envelope = await erased.WithoutAsync(context.Item.Provider, delivered.Envelope);
        await storage.Writer.RunAsync(WriteLane.Work, session => CommitAsync(session, context, facts, envelope, newest.ReceivedAt));
        foreach (var lane in (string[])[Lanes.Data, Lanes.Fetch])
        {
            signal.Raise(context.Item.Provider, lane);
        }

        feed.Publish(envelope.Unreadable.Count > 0 ? new FeedEvent.DeadLettersChanged() : new FeedEvent.RoadMoved());
    }

    private async Task CommitAsync(DbSession session, ItemContext context, RunFacts facts, Envelope envelope, DateTimeOffset receivedAt)
    {
        if (!await SettleSql.HoldsAsync(session, context.Item))
        {
            return;
        }

        var runId = await facts.InsertAsync(session, context, null, new("stored"));
        await AppendBatch.RunAsync(session, [new PendingAppend(context.Item.Provider, envelope, receivedAt.ToUnixTimeMilliseconds())]);
        SettleSql.EnqueueMessages(session, context, Kinds.Settled, runId, clock.NowMs);
        SettleSql.EnqueueDone(session, context, clock.NowMs);
        await session.FlushAsync();
    }
}
