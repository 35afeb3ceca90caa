using Apex.Domain.Quota;

namespace Apex.Infrastructure.Providers.Oura;

/// <summary>What Oura allows, and how far one fetch may go.</summary>
internal static class OuraLimits
{
    /// <summary>5,000 requests in 5 minutes per application. Oura's older error-handling page; the newer text prints no number but sends
    /// X-RateLimit-Limit and -Window with a 429 (checked 2026-11-22). Not documented as aligned to the clock.</summary>
    public const int RequestsPer5Minutes = 5000;

    public static IReadOnlyList<QuotaWindow> Quota(int requestsPer5Minutes) => [new("app_5min", requestsPer5Minutes, TimeSpan.FromMinutes(5))];

    /// <summary>Any 2xx or 3xx in time; else up to ten tries over about an hour.</summary>
    public static readonly AckLimit Ack = new(10, "Oura API v2, webhooks page", new(2026, 11, 22));

    /// <summary>Apex's own cap behind push: sleep fetches per person and day that no notification and no reconcile asked for (design section 5).</summary>
    public const int MaxSleepPolls = 2;

    /// <summary>Apex's own choice: a window of five days has a handful of rows, more pages than this is a loop.</summary>
    public const int MaxPages = 20;

    /// <summary>Apex's own choice: objects asked for one by one after the list; the rest wait for the item's next turn.</summary>
    public const int MaxObjects = 25;

    /// <summary>Apex's own choice: what a reconcile looks back, as behind any push (design section 5).</summary>
    public const int ReconcileDaysBefore = 3;

    /// <summary>Apex's own choice: one page per type. Oura documents no longest range of a list query (checked 2026-11-22).</summary>
    public const int BackfillDaysPerItem = 10;

    /// <summary>Apex's own choice, the most it ever asks for on connect; Oura documents no limit.</summary>
    public const int MaxBackfillOnConnectDays = 60;

    /// <summary>Apex's own choice: Oura documents no end of the history; days before that help no baseline.</summary>
    public const int MaxBackfillDaysBack = 730;

    /// <summary>Retries go on for about an hour and it is not documented whether they are signed anew; a vendor outage may hold them longer.</summary>
    public static readonly TimeSpan MaxSignatureAge = TimeSpan.FromHours(24);

    public static readonly TimeSpan MaxSignatureAhead = TimeSpan.FromMinutes(10);
}
