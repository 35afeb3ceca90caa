using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Quota;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>One fetch for all notices of an item, with a token that works.</summary>
internal sealed class FetchStep(TokenKeeper tokens, QuotaLedger quota, ProviderGate gate)
{
    /// <summary>Well inside the lease. System time: it bounds I/O.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    public async Task<FetchOutcome> RunAsync(IPullProvider provider, ItemContext context, RunFacts facts, CancellationToken ct)
    {
        var notices = context.Messages.Where(message => message.Kind == Kinds.Name(MessageKind.Notification)).ToList();
        if (notices.Count > 0 && notices.TrueForAll(notice => notice.EventType == "delete"))
        {
            // Deletes say all there is to say; asking would only show that the object is gone.
            return new FetchOutcome.Answered(new FetchResult.Fetched([]));
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Deadline);
        var token = await tokens.GetAsync(provider, context.Connection!.Id, refusedVersion: null, ct);
        var (outcome, used) = await FetchAsync(provider, context, notices, token, facts, deadline.Token);
        if (outcome is FetchOutcome.Answered(FetchResult.Unauthorized) && used is not null)
        {
            token = await tokens.GetAsync(provider, context.Connection.Id, used.Version, ct);
            (outcome, _) = await FetchAsync(provider, context, notices, token, facts, deadline.Token);
            if (outcome is FetchOutcome.Answered(FetchResult.Unauthorized))
            {
                // A token the vendor has just made is refused: its trouble, not the person's.
                outcome = new FetchOutcome.Answered(new FetchResult.Unavailable("unauthorized_after_refresh", null) { HttpStatus = 401 });
            }
        }

        await gate.ReportAsync(context.Item, context.Connection.Id.ToString("N"), Sign(outcome), Error(outcome));
        return outcome;
    }

    private static VendorSign Sign(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Answered(var result) => VendorSigns.Of(result),
        FetchOutcome.NoToken(TokenResult.Wait { Reason: TokenKeeper.RefreshUnavailable }) => VendorSign.CannotRefresh,
        _ => VendorSign.None,
    };

    private static string Error(FetchOutcome outcome) => outcome is FetchOutcome.Answered(var result) ? VendorSigns.ErrorOf(result) : TokenKeeper.RefreshUnavailable;

    private async Task<(FetchOutcome Outcome, TokenResult.Token? Used)> FetchAsync(
        IPullProvider provider, ItemContext context, List<PendingMessage> notices, TokenResult token, RunFacts facts, CancellationToken ct)
    {
        if (token is not TokenResult.Token usable)
        {
            return (new FetchOutcome.NoToken(token), null);
        }

        var item = context.Item;
        var request = new FetchRequest(
            item.Family,
            item.Day,
            item.ExternalUserId,
            usable.AccessToken,
            context.User!.TimeZone,
            [.. notices.Select(notice => new Notice(notice.DataType, notice.EventType, notice.ObjectId, notice.OccurredAt))])
        {
            FirstDay = context.Chunk?.FirstDay,
            Permit = token => quota.TakeAsync(item.Provider, context.Connection!.Id, WorkClass.CallClassOf(item.Class), token),
        };
        FailPoint.Hit("fetch.before");
        var result = await provider.FetchAsync(request, ct);
        FailPoint.Hit("fetch.after");
        facts.HttpStatus = result.HttpStatus;
        facts.Requests += result.Requests;
        facts.Bytes += result is FetchResult.Fetched fetched ? fetched.Payloads.Sum(payload => (long)payload.Body.Length) : 0;
        return (new FetchOutcome.Answered(result), usable);
    }
}

/// <summary>A fetch's end, or why none was sent.</summary>
internal abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    public sealed record Answered(FetchResult Result) : FetchOutcome;

    public sealed record NoToken(TokenResult Token) : FetchOutcome;
}
