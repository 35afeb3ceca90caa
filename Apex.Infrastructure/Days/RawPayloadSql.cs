using System.Security.Cryptography;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Keeps fetched payloads, each content once per person and day. Pushed ones lie in the inbox already.</summary>
internal static class RawPayloadSql
{
    private const string Insert = """
        INSERT INTO raw_payloads (user_id, day, sha256, provider, kind, run_id, received_at, body, body_bytes)
        VALUES (@user, @day, @sha, @provider, @kind, @run, @now, @body, @bytes)
        ON CONFLICT (user_id, day, sha256) DO NOTHING
        """;

    public static void Enqueue(DbSession session, ItemContext context, IReadOnlyList<RawPayload> payloads, long runId, long nowMs)
    {
        if (context.User is not { } user)
        {
            return;
        }

        foreach (var payload in payloads)
        {
            session.Enqueue(
                Insert,
                ("@user", user.Id), ("@day", context.Item.Day), ("@sha", SHA256.HashData(payload.Body.Span)), ("@provider", context.Item.Provider),
                ("@kind", payload.Kind), ("@run", runId), ("@now", nowMs), ("@body", BodyCodec.Encode(payload.Body.Span)), ("@bytes", payload.Body.Length));
        }
    }
}
