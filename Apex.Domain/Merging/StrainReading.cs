using Apex.Domain.Activity;
using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Domain.Merging;

/// <param name="Score">0-21.</param>
/// <param name="Completeness">A vendor's own strain over minutes over steps.</param>
internal sealed record StrainReading(double Score, string Source, int Completeness)
{
    public static StrainReading? From(SourceRecord record)
    {
        if (record.Source == SourceId.Whoop && record.Values.VendorStrain is { } own)
        {
            return new(own, Strain.WhoopSource, 3);
        }

        var estimate = Strain.Estimate(zoneMinutes: null, record.Values.ModerateMinutes, record.Values.VigorousMinutes, record.Values.Steps);
        return estimate is null
            ? null
            : new(estimate.Strain, estimate.Source, estimate.Source == Strain.StepsSource ? 1 : 2);
    }
}
