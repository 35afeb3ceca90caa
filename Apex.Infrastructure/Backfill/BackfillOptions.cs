using System.ComponentModel.DataAnnotations;

namespace Apex.Infrastructure.Backfill;

/// <summary>Bound from "Apex:Backfill".</summary>
public sealed class BackfillOptions
{
    public const string Section = "Apex:Backfill";

    /// <summary>Days asked for when somebody connects, as far as the vendor allows; 0: none.</summary>
    [Range(0, 60)]
    public int OnConnectDays { get; init; } = 30;
}
