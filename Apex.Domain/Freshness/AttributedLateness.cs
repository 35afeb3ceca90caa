namespace Apex.Domain.Freshness;

/// <param name="Inferred">Concluded from others' data, not measured.</param>
public readonly record struct AttributedLateness(LatenessVerdict Verdict, bool Inferred = false);
