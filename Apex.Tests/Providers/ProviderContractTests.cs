using System.Text.Json;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

/// <summary>What holds for every vendor. A new vendor joins by a <see cref="VendorSample"/>.</summary>
public sealed class ProviderContractTests
{
    private static readonly DateTimeOffset _seenAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Vendors => new(VendorSample.All.Select(sample => sample.Name));

    [Fact]
    public void Registry_EveryVendor_HasASample() =>
        Assert.Equal(VendorSample.All.Select(sample => sample.Name).Order(), VendorSample.Registry().All.Select(provider => provider.Traits.Name).Order());

    [Theory]
    [MemberData(nameof(Vendors))]
    public void IsAuthentic_AsTheVendorSendsIt_IsTrue(string vendor)
    {
        var (sample, provider) = Get(vendor);

        Assert.True(provider.IsAuthentic(sample.Deliver(sample.Body), VendorSample.Now));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void IsAuthentic_OneByteChanged_IsFalse(string vendor)
    {
        var (sample, provider) = Get(vendor);

        var accepted = sample.Forge(sample.Deliver(sample.Body))
            .Where(forged => provider.IsAuthentic(forged.Request, VendorSample.Now))
            .Select(forged => forged.What);

        Assert.Equal([], accepted);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void IsAuthentic_NothingConfigured_IsFalse(string vendor)
    {
        var sample = VendorSample.Of(vendor);
        var unconfigured = VendorSample.Unconfigured().Get(vendor);

        Assert.False(unconfigured.IsAuthentic(sample.Deliver(sample.Body), VendorSample.Now));
        Assert.False(unconfigured.IsAuthentic(sample.DeliverWithoutSecret(sample.Body), VendorSample.Now));
        Assert.False(unconfigured.Traits.Enabled);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Split_TheSameDeliveryTwice_GivesTheSameMessages(string vendor)
    {
        var (sample, provider) = Get(vendor);

        var first = provider.Split(sample.Deliver(sample.Body), _seenAt);
        var second = provider.Split(sample.Deliver(sample.Body), _seenAt.AddHours(1));

        Assert.NotEmpty(first.Messages);
        Assert.Empty(first.Unreadable);
        Assert.Equal(first.Messages.Select(Key), second.Messages.Select(Key));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Normalize_TheSamePayloadTwice_GivesTheSame(string vendor)
    {
        var (sample, provider) = Get(vendor);

        foreach (var (kind, eventType, body) in sample.Payloads)
        {
            var payload = new PayloadToNormalize(kind, eventType, body, null, _seenAt, "Europe/Berlin");
            var before = body.ToArray();

            var first = Show(provider.Normalize(payload));

            Assert.Equal(first, Show(provider.Normalize(payload)));
            Assert.Equal(before, body);
            Assert.Contains("\"Unreadable\":null", first, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Normalize_KindOfAnotherVendor_IsUnreadable(string vendor)
    {
        var (_, provider) = Get(vendor);

        var result = provider.Normalize(new("nobody:knows", null, "{}"u8.ToArray(), null, _seenAt, "Europe/Berlin"));

        Assert.Equal("kind_unknown at $", result.Unreadable);
    }

    internal static (VendorSample Sample, IProvider Provider) Get(string vendor) => (VendorSample.Of(vendor), VendorSample.Registry().Get(vendor));

    internal static string Show(Normalized result) => JsonSerializer.Serialize(new
    {
        result.Records,
        Accounts = result.AccountChanges.Select(change => change.ToString()),
        result.Drops,
        result.Unreadable,
    });

    private static (string, string, string, string, string) Key(IncomingMessage message) => (
        message.ExternalUserId,
        message.DataType,
        message.Day,
        Convert.ToHexString(message.DeliveryKey ?? []),
        Convert.ToHexString(message.ContentKey ?? []));
}
