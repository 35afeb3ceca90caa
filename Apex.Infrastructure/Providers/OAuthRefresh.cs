using System.Text.Json;

namespace Apex.Infrastructure.Providers;

/// <summary>The refresh grant of RFC 6749 section 6 with id and secret in the form body, and what its answers mean for us.</summary>
internal static class OAuthRefresh
{
    // RFC 6749 section 5.2. Anything else a vendor writes there is not repeated: it might hold the token.
    private static readonly string[] _knownErrors =
        ["invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "server_error", "temporarily_unavailable"];

    public static HttpRequestMessage Request(string address, ProviderOptions options, string refreshToken) => new(HttpMethod.Post, address)
    {
        Content = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"),
            new("refresh_token", refreshToken),
            new("client_id", options.ClientId),
            new("client_secret", options.ClientSecret),
        ]),
    };

    /// <summary>{ "access_token": "…", "refresh_token": "…", "expires_in": 86400, "token_type": "bearer" } or { "error": "invalid_grant" }.</summary>
    public static RefreshResult Read(HttpReply reply)
    {
        if (reply.Error is not null || reply.Status is null or 408 or 429 or >= 500)
        {
            return new RefreshResult.Unavailable(reply.Error ?? $"http_{reply.Status}", reply.RetryAt) { ReplyUnknown = IsReplyUnknown(reply) };
        }

        if (!BoundedJson.TryParse(reply.Body, out var document, out _))
        {
            return new RefreshResult.Unavailable(reply.IsSuccess ? "reply_unreadable" : $"http_{reply.Status}", reply.RetryAt) { ReplyUnknown = IsReplyUnknown(reply) };
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(reply, new FieldReader(document.RootElement, "$", new DropList()))
                : new RefreshResult.Unavailable("reply_unreadable", reply.RetryAt) { ReplyUnknown = IsReplyUnknown(reply) };
        }
    }

    // No answer, a gateway's instead of the vendor's, or a granted pair we cannot read: the old pair may be spent.
    private static bool IsReplyUnknown(HttpReply reply) => reply.Error is not null || reply.IsSuccess || reply.Status is 502 or 504;

    private static RefreshResult Read(HttpReply reply, FieldReader fields)
    {
        if (!reply.IsSuccess)
        {
            // Only invalid_grant is the person's: everything else is the vendor's trouble or our configuration.
            var error = fields.Text("error");
            return error == "invalid_grant"
                ? new RefreshResult.Refused()
                : new RefreshResult.Unavailable(_knownErrors.Contains(error) ? error! : $"http_{reply.Status}", reply.RetryAt);
        }

        if (fields.Text("access_token") is not { Length: > 0 } accessToken)
        {
            return new RefreshResult.Unavailable("reply_unreadable", reply.RetryAt) { ReplyUnknown = IsReplyUnknown(reply) };
        }

        DateTimeOffset? expiresAt = fields.Number("expires_in") is > 0 and < 1e9 and var seconds ? reply.SentAt.AddSeconds(seconds) : null;
        return new RefreshResult.Refreshed(accessToken, fields.Text("refresh_token"), expiresAt, fields.Text("scope"));
    }
}
