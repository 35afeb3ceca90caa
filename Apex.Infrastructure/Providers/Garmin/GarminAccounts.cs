namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>What people do at Garmin to their consent.</summary>
internal static class GarminAccounts
{
    /// <summary>Without it no health data may come, whatever else is allowed.</summary>
    private const string HealthExport = "HEALTH_EXPORT";

    // { "userId": "…" }: the person has unlinked the app.
    public static AccountChange? ReadDeregistration(FieldReader record)
    {
        if (record.Id("userId") is { } userId)
        {
            return new AccountChange.Revoked(userId);
        }

        record.Refuse();
        return null;
    }

    // { "userId": "…", "permissions": ["HEALTH_EXPORT", "ACTIVITY_EXPORT"] }: the whole list after the change.
    public static AccountChange? ReadPermissions(FieldReader record)
    {
        if ((record.Id("userId"), record.Names("permissions")) is ({ } userId, { } permissions))
        {
            return new AccountChange.ScopesChanged(userId, permissions, permissions.Contains(HealthExport) ? [] : [HealthExport], Replace: true);
        }

        record.Refuse();
        return null;
    }
}
