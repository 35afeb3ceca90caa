namespace Apex.Domain.Activity;

/// <summary>A strain and how it was estimated.</summary>
/// <param name="Strain">0-21.</param>
/// <param name="Source">hr_zones, activity_minutes or steps; not comparable with each other.</param>
public sealed record StrainEstimate(double Trimp, double Strain, string Source)
{
    /// <summary>0-100.</summary>
    public double Strain100 => Strain / Activity.Strain.Max * 100;
}
