namespace Apex.Domain.Freshness;

/// <summary>Whose doing a lateness is (science 8.3).</summary>
public enum LatenessVerdict
{
    OnTime,
    UserRevoked,
    Ours,
    Vendor,
    DeviceNotSynced,
    Unknown,
}
