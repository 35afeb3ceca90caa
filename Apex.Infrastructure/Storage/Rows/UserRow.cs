namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A person whose data is kept.</summary>
internal sealed class UserRow
{
    public Guid Id { get; set; }

    /// <summary>The installer's own key for this person; unique.</summary>
    public string? ExternalId { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>IANA zone in force; earlier ones are in user_zones.</summary>
    public required string TimeZone { get; set; }

    public double SleepNeedHours { get; set; }

    /// <summary>Preferred source per signal group as JSON, or null.</summary>
    public string? Preferences { get; set; }

    /// <summary>Raised by every store for this person: a merge made from an older snapshot is redone.</summary>
    public long DataVersion { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>Set while an erase runs: hidden at once.</summary>
    public long? ErasedAt { get; set; }

    /// <summary>Local minute of day of the usual wake from Monday to Friday; null: not enough mornings are known.</summary>
    public int? UsualWakeWeekday { get; set; }

    public int? UsualWakeWeekend { get; set; }
}
