using Apex.Domain.Recovery;

namespace Apex.Infrastructure.Days;

/// <summary>The formula in force, from "Apex:Recovery".</summary>
public sealed record RecoverySettings(RecoveryFormula Formula, RecoveryWeights Weights);
