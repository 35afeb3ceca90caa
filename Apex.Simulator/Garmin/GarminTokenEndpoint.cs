using System.Globalization;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Garmin;

/// <summary>The refresh grant of <c>di-oauth2-service/oauth/token</c>; refresh tokens are good for one use.</summary>
internal sealed class GarminTokenEndpoint(GarminCloud garmin)
{
    public async Task<VendorReply> AnswerAsync(VendorRequest request)
    {
        if (!request.Context.Request.HasFormContentType)
        {
            return Error(400, "invalid_request");
        }

        var form = await request.Context.Request.ReadFormAsync(request.Context.RequestAborted);
        if (form["client_id"] != garmin.Options.GarminClientId || form["client_secret"] != garmin.Options.GarminClientSecret)
        {
            return Error(401, "invalid_client");
        }

        if (form["grant_type"] != "refresh_token")
        {
            return Error(400, "unsupported_grant_type");
        }

        (var grant, request.PersonId) = garmin.Tokens.Refresh(form["refresh_token"].ToString());
        request.TokenUse = grant is null ? TokenUse.RefreshRefused : TokenUse.RefreshAccepted;
        return grant is null ? Error(400, "invalid_grant") : VendorReply.Json(200, string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"access_token":"{{grant.AccessToken}}","token_type":"bearer","refresh_token":"{{grant.RefreshToken}}","expires_in":86400,"refresh_token_expires_in":7776000}"""));
    }

    private static VendorReply Error(int status, string error) => VendorReply.Json(status, $$"""{"error":"{{error}}"}""");
}
