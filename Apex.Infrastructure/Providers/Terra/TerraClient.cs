namespace Apex.Infrastructure.Providers.Terra;

/// <summary>HTTP only: calls to Terra's API, which all carry the developer's id and key.</summary>
internal sealed class TerraClient(ProviderHttp http, TerraOptions options)
{
    /// <summary>DELETE auth/deauthenticateUser (tryterra/openapi, v2): ends the connection, erases Terra's copy and sends a deauth event.</summary>
    public async Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct)
    {
        if (options.ClientId.Length == 0 || options.ClientSecret.Length == 0)
        {
            return new DeregisterResult.Impossible("no_api_key");
        }

        using var delete = new HttpRequestMessage(
            HttpMethod.Delete, $"{options.ApiBaseUrl}/auth/deauthenticateUser?user_id={Uri.EscapeDataString(request.ExternalUserId)}");
        delete.Headers.TryAddWithoutValidation("dev-id", options.ClientId);
        delete.Headers.TryAddWithoutValidation("x-api-key", options.ClientSecret);

        // No person's token is involved: a 401 is about our own key, which somebody may still put right.
        var result = DeregisterResult.Of(await http.SendAsync(delete, ct));
        return result is DeregisterResult.Unauthorized ? new DeregisterResult.Unavailable("http_401", null) : result;
    }
}
