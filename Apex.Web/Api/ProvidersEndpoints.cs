using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class ProvidersEndpoints
{
    public static void MapProviders(this RouteGroupBuilder api) =>
        api.MapGet("/providers", ListAsync).WithTags("Providers").RequireAuthorization(ApiPolicies.Read)
            .WithName("listProviders").WithSummary("Every vendor: connections, deliveries and how soon they were answered, quota used and left, calls and the last error.");

    internal static async Task<Ok<Page<ProviderView>>> ListAsync(ProviderReader providers, CancellationToken ct) =>
        TypedResults.Ok(new Page<ProviderView>((await providers.ReadAsync(ct)).Providers, null));
}
