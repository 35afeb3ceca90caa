namespace Apex.Domain.Metrics;

/// <summary>What is merged and aged as one: values of a group never mix sources (science 3.6).</summary>
public enum SignalGroup
{
    /// <summary>Duration, efficiency, latency and stages of the main sleep.</summary>
    Sleep,

    /// <summary>Nightly heart-rate variability and its kind.</summary>
    Hrv,

    RestingHr,
    Steps,
    Activity,
    Strain,
}
