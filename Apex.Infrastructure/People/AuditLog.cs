using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.People;

/// <summary>Who did or saw what. Written with the deed, in its transaction.</summary>
internal static class AuditLog
{
    private const string Insert = "INSERT INTO audit_log (at, actor, action, target, detail) VALUES (@now, @actor, @action, @target, @detail)";

    /// <param name="actor">Who, as the host names them: "account:id" or "key:id"; Apex itself is "apex".</param>
    /// <param name="action">Stable key such as dead_letter.replay.</param>
    /// <param name="target">Kind and id of the thing.</param>
    /// <param name="detail">Counts or states; never a value of a person.</param>
    public static Task<int> WriteAsync(DbSession session, string actor, string action, string target, DateTimeOffset now, string? detail = null) =>
        session.ExecuteAsync(
            Insert, ("@now", now.ToUnixTimeMilliseconds()), ("@actor", actor), ("@action", action), ("@target", target), ("@detail", detail));
}
