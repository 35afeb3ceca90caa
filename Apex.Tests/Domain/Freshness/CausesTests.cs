using Apex.Domain.Freshness;

namespace Apex.Tests.Domain.Freshness;

public sealed class CausesTests
{
    [Theory]
    [InlineData(FreshnessCause.None, "none", CauseOwner.Nobody)]
    [InlineData(FreshnessCause.NotWorn, "not_worn", CauseOwner.Person)]
    [InlineData(FreshnessCause.DeviceNotSynced, "device_not_synced", CauseOwner.Person)]
    [InlineData(FreshnessCause.VendorLate, "vendor_late", CauseOwner.Vendor)]
    [InlineData(FreshnessCause.VendorIncident, "vendor_incident", CauseOwner.Vendor)]
    [InlineData(FreshnessCause.SubscriptionSilent, "subscription_silent", CauseOwner.Vendor)]
    [InlineData(FreshnessCause.TokenExpired, "token_expired", CauseOwner.Ours)]
    [InlineData(FreshnessCause.ScopeMissing, "scope_missing", CauseOwner.Person)]
    [InlineData(FreshnessCause.UserRevoked, "user_revoked", CauseOwner.Person)]
    [InlineData(FreshnessCause.ProviderGone, "provider_gone", CauseOwner.Vendor)]
    [InlineData(FreshnessCause.QuotaWait, "quota_wait", CauseOwner.Ours)]
    [InlineData(FreshnessCause.CircuitOpen, "circuit_open", CauseOwner.Vendor)]
    [InlineData(FreshnessCause.Queue, "queue", CauseOwner.Ours)]
    [InlineData(FreshnessCause.MappingError, "mapping_error", CauseOwner.Ours)]
    [InlineData(FreshnessCause.Unknown, "unknown", CauseOwner.Unknown)]
    public void Cause_HasItsNameAndOwner(FreshnessCause cause, string name, CauseOwner owner) =>
        Assert.Equal((name, owner), (Causes.Name(cause), Causes.OwnerOf(cause)));

    [Fact]
    public void EveryCauseAndState_HasANameOfItsOwn()
    {
        Assert.Equal(15, Enum.GetValues<FreshnessCause>().Select(Causes.Name).Distinct().Count());
        Assert.Equal(
            ["unsupported", "disconnected", "never", "delayed", "late", "due", "fresh"],
            Enum.GetValues<FreshnessState>().Select(FreshnessStates.Name));
    }
}
