namespace Apex.Web.Configuration;

/// <summary>Bound from "Apex:Recovery".</summary>
internal sealed class RecoveryOptions
{
    public static readonly IReadOnlyList<string> Formulas = ["apex-recovery-1.0", "prd-6"];

    public string Formula { get; init; } = Formulas[0];
}
