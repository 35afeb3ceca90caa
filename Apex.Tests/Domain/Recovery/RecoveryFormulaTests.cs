using System.Globalization;
using Apex.Domain.Metrics;
using Apex.Domain.Recovery;

namespace Apex.Tests.Domain.Recovery;

public sealed class RecoveryFormulaTests
{
    private static readonly RecoveryInputs Inputs = new()
    {
        HrvMs = 60,
        HrvKind = HrvKind.RmssdNight,
        RestingHrBpm = 52.5,
        SleepHours = 7.5,
        SleepEfficiency = 90,
        HrvHistory = [new(-1, 61.5), new(-2, 58)],
    };

    [Fact]
    public void Find_EveryName_IsThatFormula()
    {
        Assert.Equal(["apex-recovery-1.0", "prd-6"], RecoveryFormula.Names);
        Assert.Equal(RecoveryFormula.Names, RecoveryFormula.Names.Select(name => RecoveryFormula.Find(name)!.Score(Inputs).FormulaVersion));
        Assert.Null(RecoveryFormula.Find("apex-recovery-0"));
    }

    [Fact]
    public void Hash_SameInputs_SameTextInEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            // SHA-256 of "v|0.4;0.2;0.25;0.15|RmssdNight|60;52.5;7.5;90;7.5|0|-2:58;-1:61.5|", first 16 bytes.
            Assert.Equal("57c243c7688838748d3bd414d97c8400", Inputs.Hash("v", ApexRecovery.DefaultWeights));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Hash_HistoryInAnotherOrder_IsTheSame() =>
        Assert.Equal(HashOf(Inputs), HashOf(Inputs with { HrvHistory = [new(-2, 58), new(-1, 61.5), new(-61, 40), new(0, 3)] }));

    [Fact]
    public void Hash_AnythingElseChanged_Differs()
    {
        string[] hashes =
        [
            HashOf(Inputs),
            HashOf(Inputs with { HrvMs = null }),
            HashOf(Inputs with { HrvKind = HrvKind.SdnnNight }),
            HashOf(Inputs with { RestingHrBpm = 52.6 }),
            HashOf(Inputs with { SleepHours = 7.51 }),
            HashOf(Inputs with { SleepEfficiency = 91 }),
            HashOf(Inputs with { SleepNeedHours = 8 }),
            HashOf(Inputs with { IsProvisionalSleep = true }),
            HashOf(Inputs with { HrvHistory = [new(-1, 61.5), new(-3, 58)] }),
            HashOf(Inputs with { HrvHistory = [], RestingHrHistory = Inputs.HrvHistory }),
            Inputs.Hash(PrdRecovery.Version, ApexRecovery.DefaultWeights),
            Inputs.Hash(ApexRecovery.Version, PrdRecovery.DefaultWeights),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Score_ProvisionalSleep_IsCarriedAlong() => Assert.True(ApexRecovery.Score(Inputs with { IsProvisionalSleep = true }).IsProvisionalSleep);

    private static string HashOf(RecoveryInputs inputs) => inputs.Hash(ApexRecovery.Version, ApexRecovery.DefaultWeights);
}
