namespace Apex.Infrastructure.Storage.Rows;

/// <summary>Who did or saw what. Append only.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public long At { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string Target { get; set; }

    public string? Detail { get; set; }
}
