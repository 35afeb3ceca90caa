using System.Globalization;

namespace Apex.Infrastructure.Providers.Oura;

/// <summary>HTTP only: list queries with paging, single documents, token refresh.</summary>
internal sealed class OuraClient(ProviderHttp http, OuraOptions options, ApexClock clock)
{
    /// <summary>Everything of some days, whatever was notified.</summary>
    public const string ReconcileFamily = "reconcile";

    private static readonly string[] AllTypes = [OuraPayloads.Sleep, OuraPayloads.DailyActivity];

    /// <summary>One list query around the item's day settles all its notices; objects it does not show are asked for by id.</summary>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken ct)
    {
        var fetch = new OuraFetch(http, request);
        if (PlanOf(request) is not { } plan)
        {
            return new FetchResult.Broken("family_unknown", []);
        }

        foreach (var type in plan.Types)
        {
            if (await fetch.ListAsync(ListAddress(type, plan.From, plan.To), type, ct) is { } failure)
            {
                return failure;
            }
        }

        foreach (var (type, id) in WantedObjects(request))
        {
            if (!fetch.HasSeen(type, id) && await fetch.OneAsync(OneAddress(type, id), type, id, ct) is { } failure)
            {
                return failure;
            }
        }

        return fetch.Result();
    }

    public async Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        using var request = OAuthRefresh.Request($"{options.AuthBaseUrl}/oauth/token", options, refreshToken);
        return OAuthRefresh.Read(await http.SendAsync(request, ct));
    }

    /// <summary>Ends the grant. Known from public integrations only: Oura's own pages do not name the call. The token goes in the query, as they send it;
    /// nothing logs addresses.</summary>
    public async Task<DeregisterResult> RevokeAsync(DeregisterRequest request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.AccessToken))
        {
            return new DeregisterResult.Impossible("no_token");
        }

        using var revoke = new HttpRequestMessage(HttpMethod.Post, $"{options.AuthBaseUrl}/oauth/revoke?access_token={Uri.EscapeDataString(request.AccessToken)}");
        return DeregisterResult.Of(await http.SendAsync(revoke, ct));
    }

    /// <summary>Items whose event days lie in what the list of this one covers.</summary>
    public static IReadOnlyList<(string Family, string Day)> Siblings(string family, string day) =>
        ParseDay(day) is { } date && PlanOf(family, date) is { } plan
            ? [.. from type in plan.Types
                  from offset in Enumerable.Range(0, plan.To.DayNumber - plan.From.DayNumber + 1)
                  let sibling = plan.From.AddDays(offset)
                  where type != family || sibling != date
                  select (type, sibling.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]
            : [];

    private (IReadOnlyList<string> Types, DateOnly From, DateOnly To)? PlanOf(FetchRequest request) => request is { Family: BackfillQuestion.Family, FirstDay: { } first }
        ? ParseDay(request.Day) is { } last ? (AllTypes, first, last) : null
        : PlanOf(request.Family, ParseDay(request.Day) ?? VendorTime.LocalDate(clock.Now, VendorTime.Zone(request.TimeZone)));

    /// <summary>First and last day wanted. The event's UTC day may be the neighbour of the wearer's.</summary>
    private static (IReadOnlyList<string> Types, DateOnly From, DateOnly To)? PlanOf(string family, DateOnly day) => family switch
    {
        OuraPayloads.Sleep or OuraPayloads.DailyActivity => ([family], day.AddDays(-1), day.AddDays(1)),
        ReconcileFamily => (AllTypes, day.AddDays(-OuraLimits.ReconcileDaysBefore), day.AddDays(1)),
        _ => null,
    };

    private static DateOnly? ParseDay(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    // Two quirks: /sleep acts start-exclusive on `day`, and a date-only end_date means that day's midnight, so the day itself is missing.
    // One day more on each side gets what is wanted under either reading. Rows outside the window are whole, true rows and stay in.
    private string ListAddress(string type, DateOnly from, DateOnly to) => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.ApiBaseUrl}/v2/usercollection/{type}?start_date={from.AddDays(-1):yyyy-MM-dd}&end_date={to.AddDays(1):yyyy-MM-dd}");

    private string OneAddress(string type, string id) => $"{options.ApiBaseUrl}/v2/usercollection/{type}/{id}";

    private static IEnumerable<(string Type, string Id)> WantedObjects(FetchRequest request) => request.Notices
        .Where(notice => notice is { EventType: not "delete", ObjectId: not null, DataType: OuraPayloads.Sleep or OuraPayloads.DailyActivity })
        .Where(notice => VendorId.IsPathSafe(notice.ObjectId!))
        .Select(notice => (notice.DataType, notice.ObjectId!))
        .Distinct();
}
