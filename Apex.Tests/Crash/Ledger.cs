using System.Collections.Concurrent;

namespace Apex.Tests.Crash;

/// <summary>What the load was told, kept outside the process under test.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(string Person, DateOnly Day), int> _newestSteps = new();

    /// <summary>Each record that was in a body answered 2xx, by its unique step count.</summary>
    public ConcurrentDictionary<(string Person, DateOnly Day, int Steps), byte> Acked { get; } = new();

    public IEnumerable<KeyValuePair<(string Person, DateOnly Day), int>> NewestSteps => _newestSteps;

    public int Posts;

    public int Refused;

    /// <summary>Posts that had no answer and were sent again, as a vendor does.</summary>
    public int Resent;

    public void Accept(IEnumerable<(string Person, DateOnly Day, int Steps)> records)
    {
        foreach (var record in records)
        {
            Acked[record] = 0;
            _newestSteps[(record.Person, record.Day)] = record.Steps;
        }
    }
}
