namespace Apex.Domain.Recovery;

/// <summary>A formula that can be named in configuration and in a stored score.</summary>
public sealed class RecoveryFormula
{
    public static readonly RecoveryFormula Apex = new(ApexRecovery.Version, ApexRecovery.DefaultWeights, ApexRecovery.Score);

    public static readonly RecoveryFormula Prd = new(PrdRecovery.Version, PrdRecovery.DefaultWeights, PrdRecovery.Score);

    private readonly Func<RecoveryInputs, RecoveryWeights?, RecoveryResult> _score;

    private RecoveryFormula(string version, RecoveryWeights defaultWeights, Func<RecoveryInputs, RecoveryWeights?, RecoveryResult> score)
    {
        Version = version;
        DefaultWeights = defaultWeights;
        _score = score;
    }

    /// <summary>Every formula, the default first.</summary>
    public static IReadOnlyList<RecoveryFormula> All { get; } = [Apex, Prd];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(formula => formula.Version)];

    public string Version { get; }

    public RecoveryWeights DefaultWeights { get; }

    /// <summary>The formula of that version, or null.</summary>
    public static RecoveryFormula? Find(string version) => All.FirstOrDefault(formula => formula.Version == version);

    public RecoveryResult Score(RecoveryInputs inputs, RecoveryWeights? weights = null) => _score(inputs, weights);
}
