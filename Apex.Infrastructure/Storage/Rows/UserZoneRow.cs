namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A zone a person lived in, from an instant on.</summary>
internal sealed class UserZoneRow
{
    public Guid UserId { get; set; }

    public long Since { get; set; }

    public required string TimeZone { get; set; }
}
