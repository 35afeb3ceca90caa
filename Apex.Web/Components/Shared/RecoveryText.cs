using Apex.Domain.Recovery;

namespace Apex.Web.Components.Shared;

/// <summary>What a score says besides its number, in plain words.</summary>
internal static class RecoveryText
{
    public static IEnumerable<string> Flags(RecoveryResult? recovery)
    {
        if (recovery is null)
        {
            yield break;
        }

        if (recovery.AutonomicStrain)
        {
            yield return "Under strain: HRV low and resting HR high for this person";
        }

        if (recovery.HrvUnusuallyHigh)
        {
            yield return "HRV unusually high: can also mean fatigue";
        }

        if (recovery.IsProvisionalSleep)
        {
            yield return "Night may still be corrected";
        }

        foreach (var reason in recovery.Reasons)
        {
            yield return Reason(reason);
        }
    }

    public static string Reason(string reason) => reason switch
    {
        "hrv_missing" => "No HRV last night",
        "hrv_implausible" => "HRV not plausible, left out",
        "hrv_calibrating" => "HRV: still learning the usual range",
        "hrv_personal_outlier" => "HRV far outside this person's range, left out",
        "rhr_missing" => "No resting HR last night",
        "rhr_implausible" => "Resting HR not plausible, left out",
        "rhr_calibrating" => "Resting HR: still learning the usual range",
        "rhr_personal_outlier" => "Resting HR far outside this person's range, left out",
        "duration_missing" => "No sleep recorded",
        "duration_implausible" => "Sleep duration not plausible, left out",
        "efficiency_missing" => "No sleep efficiency",
        "efficiency_implausible" => "Sleep efficiency not plausible, left out",
        _ => reason.Replace('_', ' '),
    };
}
