namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>HTTP only: the little of Garmin that is called, to take leave. Addresses are from public integrations; the spec is behind the partner portal.</summary>
internal sealed class GarminClient(ProviderHttp http, GarminOptions options)
{
    /// <summary>DELETE user/registration, answered 204. Garmin's programme demands it when a person unlinks.</summary>
    public async Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.AccessToken))
        {
            return new DeregisterResult.Impossible("no_token");
        }

        using var delete = ProviderHttp.Authorized(HttpMethod.Delete, $"{options.ApiBaseUrl}/wellness-api/rest/user/registration", request.AccessToken);
        return DeregisterResult.Of(await http.SendAsync(delete, ct));
    }

    /// <summary>Tokens live a day, and nothing but a deregistration uses them: nearly every one is old by then.</summary>
    public async Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        using var request = OAuthRefresh.Request($"{options.AuthBaseUrl}/di-oauth2-service/oauth/token", options, refreshToken);
        return OAuthRefresh.Read(await http.SendAsync(request, ct));
    }
}
