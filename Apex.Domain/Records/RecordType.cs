namespace Apex.Domain.Records;

/// <summary>What kind of vendor record a <see cref="SourceRecord"/> is; part of its key.</summary>
public enum RecordType
{
    /// <summary>One sleep session (night or nap), with HRV and resting HR where the vendor sends them inside it.</summary>
    Sleep,

    /// <summary>A day's summary: steps, activity minutes, resting HR, strain.</summary>
    Day,

    /// <summary>A night's HRV that arrives apart from the sleep (Garmin).</summary>
    Hrv,
}
