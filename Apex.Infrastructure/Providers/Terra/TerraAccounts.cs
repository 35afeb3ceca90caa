namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Account events. Terra's user_id names one connection (person and vendor); reference_id is our own user's id.</summary>
internal static class TerraAccounts
{
    /// <remarks>
    /// { "type": "auth", "status": "success", "user": { "user_id": "…", "provider": "FITBIT", "reference_id": "…", "scopes": "sleep,daily" } }
    /// { "type": "user_reauth", "old_user": { "user_id": "…" } | null, "new_user": { "user_id": "…", "reference_id": "…" } }
    /// { "type": "permission_change", "user": { "user_id": "…" }, "scopes_added": "sleep,daily", "scopes_removed": "" }
    /// </remarks>
    public static Normalized Read(string type, FieldReader root, DropList drops)
    {
        if (!TerraPayloads.AccountTypes.Contains(type))
        {
            return Normalized.Bad("kind_unknown at $");
        }

        var userField = type == TerraPayloads.UserReauth ? "new_user" : "user";
        var user = root.Object(userField);
        return user?.Id("user_id") is { } userId
            ? new() { AccountChanges = [ChangeOf(type, root, user, userId)], Drops = drops.Drops }
            : Normalized.Bad($"user_id_missing at $.{userField}.user_id");
    }

    private static AccountChange ChangeOf(string type, FieldReader root, FieldReader user, string userId) => type switch
    {
        TerraPayloads.Auth => new AccountChange.Connected(
            userId,
            user.Id("reference_id"),
            user.Text("scopes") is { } scopes ? string.Join(',', Scopes(scopes)) : null),
        TerraPayloads.UserReauth => new AccountChange.Swapped(
            root.Object("old_user")?.Id("user_id"),
            userId,
            user.Id("reference_id") ?? root.Object("old_user")?.Id("reference_id")),
        TerraPayloads.ConnectionError => new AccountChange.ReauthNeeded(userId),
        TerraPayloads.PermissionChange => new AccountChange.ScopesChanged(
            userId, Scopes(root.Text("scopes_added")), Scopes(root.Text("scopes_removed")), Replace: false),
        _ => new AccountChange.Revoked(userId), // deauth: here or at Terra; access_revoked: at the vendor
    };

    private static string[] Scopes(string? list) => list is null
        ? []
        : [.. list.Split(',', StringSplitOptions.TrimEntries).Where(scope => VendorId.OrNull(scope) is not null).Take(100)];
}
