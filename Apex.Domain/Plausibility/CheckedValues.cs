using Apex.Domain.Records;

namespace Apex.Domain.Plausibility;

/// <summary>A record's values after the hard limits of science 2.</summary>
/// <param name="Values">Null when the record's essential value is gone: then it is no version of anything.</param>
/// <param name="Suspects">Names of fields that were kept but lie outside the soft limits.</param>
public sealed record CheckedValues(RecordValues? Values, IReadOnlyList<Drop> Drops, IReadOnlyList<string> Suspects);
