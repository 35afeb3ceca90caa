using System.Text.Json;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Oura;

/// <summary><c>POST /oauth/token</c>: form body, client id and secret in it, refresh tokens good for one use.</summary>
internal sealed class OuraTokenEndpoint(OuraCloud oura)
{
    public async Task<VendorReply> AnswerAsync(VendorRequest request)
    {
        if (!request.Context.Request.HasFormContentType)
        {
            return Error(400, "invalid_request");
        }

        var form = await request.Context.Request.ReadFormAsync(request.Context.RequestAborted);
        if (form["client_id"] != oura.Options.OuraClientId || form["client_secret"] != oura.Options.OuraClientSecret)
        {
            return Error(401, "invalid_client");
        }

        var (grant, personId) = form["grant_type"].ToString() switch
        {
            "refresh_token" => oura.Grants.Refresh(form["refresh_token"].ToString()),
            "authorization_code" => oura.Grants.Exchange(form["code"].ToString()),
            _ => (null, null),
        };
        var refreshes = form["grant_type"] == "refresh_token";
        request.PersonId ??= personId;
        request.TokenUse = (grant, refreshes) switch
        {
            (not null, true) => TokenUse.RefreshAccepted,
            (not null, false) => TokenUse.CodeExchanged,
            (null, true) => TokenUse.RefreshRefused,
            _ => TokenUse.None,
        };
        if (grant is null)
        {
            return Error(400, refreshes || form["grant_type"] == "authorization_code" ? "invalid_grant" : "unsupported_grant_type");
        }

        var reply = new OuraTokenReply("bearer", grant.AccessToken, (long)(grant.ExpiresAt - oura.Options.Time.GetUtcNow()).TotalSeconds, grant.RefreshToken);
        return new VendorReply(200, JsonSerializer.SerializeToUtf8Bytes(reply, OuraJson.Wire.OuraTokenReply));
    }

    private static VendorReply Error(int status, string error) => VendorReply.Json(status, $$"""{"error":"{{error}}"}""");
}
