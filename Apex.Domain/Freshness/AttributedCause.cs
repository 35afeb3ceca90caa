namespace Apex.Domain.Freshness;

/// <summary>A cause, and whether it was measured or concluded from what happens to others.</summary>
internal readonly record struct AttributedCause(FreshnessCause Cause, bool Inferred = false);
