namespace Apex.Domain.Records;

/// <summary>A partial copy laid over the stored values: what it does not state stays.</summary>
internal static class RecordOverlay
{
    public static RecordValues Over(RecordValues stored, RecordValues incoming) => new()
    {
        Sleep = Over(stored.Sleep, incoming.Sleep),
        HrvMs = incoming.HrvMs ?? stored.HrvMs,
        // The kind belongs to its value and never mixes with another.
        HrvKind = incoming.HrvMs is null ? stored.HrvKind : incoming.HrvKind,
        RestingHrBpm = incoming.RestingHrBpm ?? stored.RestingHrBpm,
        Steps = incoming.Steps ?? stored.Steps,
        ActivityMinutes = incoming.ActivityMinutes ?? stored.ActivityMinutes,
        ModerateMinutes = incoming.ModerateMinutes ?? stored.ModerateMinutes,
        VigorousMinutes = incoming.VigorousMinutes ?? stored.VigorousMinutes,
        VendorStrain = incoming.VendorStrain ?? stored.VendorStrain,
        DataThroughMs = incoming.DataThroughMs ?? stored.DataThroughMs,
        Wear = incoming.Wear ?? stored.Wear,
        WearFromMs = incoming.Wear is null ? stored.WearFromMs : incoming.WearFromMs,
    };

    private static SleepSession? Over(SleepSession? stored, SleepSession? incoming)
    {
        if (stored is null || incoming is null)
        {
            return incoming ?? stored;
        }

        return incoming with
        {
            EndOffsetMin = incoming.EndOffsetMin ?? stored.EndOffsetMin,
            InBedMin = incoming.InBedMin ?? stored.InBedMin,
            VendorAsleepMin = incoming.VendorAsleepMin ?? stored.VendorAsleepMin,
            RemMin = incoming.RemMin ?? stored.RemMin,
            DeepMin = incoming.DeepMin ?? stored.DeepMin,
            LightMin = incoming.LightMin ?? stored.LightMin,
            UnstagedMin = incoming.UnstagedMin ?? stored.UnstagedMin,
            AwakeMin = incoming.AwakeMin ?? stored.AwakeMin,
            LatencyMin = incoming.LatencyMin ?? stored.LatencyMin,
            VendorEfficiency = incoming.VendorEfficiency ?? stored.VendorEfficiency,
        };
    }
}
