namespace Apex.Web.Components.Shared;

/// <summary>How runs end, in words.</summary>
internal static class RunText
{
    public static string Outcome(string outcome) => outcome switch
    {
        "stored" => "Stored",
        "unchanged" => "Nothing new",
        "orphan" => "Nobody's: kept until the person connects",
        "waiting" => "Waiting",
        "retry" => "Failed, tries again",
        "dead" => "Dead letter",
        "dropped" => "Dropped",
        "" => "Unknown",
        _ => char.ToUpperInvariant(outcome[0]) + outcome[1..].Replace('_', ' '),
    };
}
