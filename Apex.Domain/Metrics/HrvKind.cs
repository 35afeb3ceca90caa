namespace Apex.Domain.Metrics;

/// <summary>How an HRV value was made. Kinds never share a baseline and are never converted (science 1.8).</summary>
public enum HrvKind
{
    RmssdNight,
    RmssdDeep,
    RmssdSpot,
    SdnnSpot,
    SdnnNight,
}
