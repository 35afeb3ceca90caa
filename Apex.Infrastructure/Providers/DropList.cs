namespace Apex.Infrastructure.Providers;

/// <summary>What one payload lost. Bounded: a payload of a million bad fields must not fill the run's report.</summary>
internal sealed class DropList
{
    private const int Capacity = 200;
    private readonly List<FieldDrop> _drops = [];

    public IReadOnlyList<FieldDrop> Drops => _drops;

    /// <summary>A whole record could not be read: with nothing else in it, the payload is of an unknown shape.</summary>
    public bool HasRefusal { get; private set; }

    public void Refuse(string path)
    {
        HasRefusal = true;
        Add(path, "essential_missing");
    }

    public void Add(string path, string reason)
    {
        if (_drops.Count < Capacity)
        {
            _drops.Add(new(path, reason));
        }
        else if (_drops.Count == Capacity)
        {
            _drops.Add(new("$", "more_dropped"));
        }
    }
}
