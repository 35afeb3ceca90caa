using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>Writes dead letters.</summary>
internal static class DeadLetterSql
{
    private const string Insert = """
        INSERT INTO dead_letters (provider, external_user_id, family, day, lane, user_id, connection_id, stage, error, fingerprint, tries, messages, created_at, state, run_id)
        VALUES (@provider, @person, @family, @day, @lane, @user, @connection, @stage, @error, @fingerprint, @tries, @messages, @now, 'open', @run)
        """;

    public static void Enqueue(DbSession session, ItemContext context, string stage, string error, int messages, long runId, long nowMs) => session.Enqueue(
        Insert,
        ("@provider", context.Item.Provider), ("@person", context.Item.ExternalUserId), ("@family", context.Item.Family), ("@day", context.Item.Day),
        ("@lane", context.Item.Lane), ("@user", context.User?.Id), ("@connection", context.Connection?.Id), ("@stage", stage), ("@error", error),
        ("@fingerprint", Fingerprint.Of(context.Item.Provider, stage, error)), ("@tries", context.Item.Tries + 1), ("@messages", messages),
        ("@now", nowMs), ("@run", runId));
}
