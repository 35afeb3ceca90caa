namespace Apex.Domain.Records;

/// <summary>The value without which a record of a type says nothing.</summary>
public static class RecordEssentials
{
    public static bool AreIn(RecordType type, RecordValues values) => type switch
    {
        RecordType.Sleep => values.Sleep is not null,
        RecordType.Hrv => values.HrvMs is not null,
        RecordType.Day => values with { DataThroughMs = null, HrvKind = null, WearFromMs = null } != new RecordValues(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
