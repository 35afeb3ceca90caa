namespace Apex.Domain.Plausibility;

/// <summary>Collects the drops and suspects of one record.</summary>
internal sealed class FieldCheck
{
    private readonly List<Drop> _drops = [];
    private readonly List<string> _suspects = [];

    public IReadOnlyList<Drop> Drops => _drops;

    public IReadOnlyList<string> Suspects => _suspects;

    public void Drop(string field, string reason) => _drops.Add(new(field, reason));

    public void Suspect(string field) => _suspects.Add(field);

    public double? Keep(string field, double? value, Limits limits)
    {
        if (value is not { } number)
        {
            return null;
        }

        if (!limits.Allows(number))
        {
            Drop(field, DropReasons.OutOfRange);
            return null;
        }

        if (limits.IsSuspect(number))
        {
            Suspect(field);
        }

        return number;
    }
}
