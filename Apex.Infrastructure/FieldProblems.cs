namespace Apex.Infrastructure;

/// <summary>What is wrong with an input, each under the name of its field as the caller wrote it. Never holds a value.</summary>
public sealed class FieldProblems
{
    // Bounded by the fields of an input.
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByField => _byField.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

    public void Add(string field, string problem)
    {
        if (!_byField.TryGetValue(field, out var problems))
        {
            _byField[field] = problems = [];
        }

        problems.Add(problem);
    }

    public void Check(bool isFine, string field, string problem)
    {
        if (!isFine)
        {
            Add(field, problem);
        }
    }

    /// <summary>Not blank, not too long, and nothing in it that a database or a screen would choke on.</summary>
    public void CheckText(string field, string text, int maxLength) => Check(
        text.Length <= maxLength && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl),
        field,
        $"must have 1 to {maxLength} characters, none of them control characters");
}
