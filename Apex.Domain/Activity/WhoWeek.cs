namespace Apex.Domain.Activity;

/// <summary>A week against the WHO's 150 minutes of moderate activity; a vigorous minute counts twice here and only here (science 7.1).</summary>
/// <remarks>Source: WHO 2020 guidelines (Bull et al.).</remarks>
public sealed record WhoWeek(double ModerateMinutes, double VigorousMinutes)
{
    public const double GoalMinutes = 150;

    public double ModerateEquivalent => ModerateMinutes + (2 * VigorousMinutes);

    /// <summary>May exceed 100.</summary>
    public double PercentOfGoal => 100 * ModerateEquivalent / GoalMinutes;
}
