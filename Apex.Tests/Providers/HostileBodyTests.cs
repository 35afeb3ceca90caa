using System.Text;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

/// <summary>Nothing that arrives makes a vendor's reader throw, and what it cannot read has a reason without the value.</summary>
public sealed class HostileBodyTests
{
    private static readonly DateTimeOffset _seenAt = VendorSample.Now;

    public static TheoryData<string> Vendors => new(VendorSample.All.Select(sample => sample.Name));

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Split_HostileBody_GivesAReason(string vendor)
    {
        var (sample, provider) = ProviderContractTests.Get(vendor);

        foreach (var (name, body) in Hostile.Whole)
        {
            var envelope = provider.Split(sample.Deliver(body), _seenAt);

            Assert.True(envelope.Messages.Count == 0, name);
            AssertReasons(envelope.Unreadable.Select(slice => slice.Reason));
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Normalize_HostileBody_IsUnreadable(string vendor)
    {
        var (sample, provider) = ProviderContractTests.Get(vendor);

        foreach (var (kind, eventType, _) in sample.Payloads)
        {
            foreach (var (name, body) in Hostile.Whole)
            {
                var result = provider.Normalize(new(kind, eventType, body, null, _seenAt, "Europe/Berlin"));

                Assert.True(result.Unreadable is not null, $"{kind}: {name}");
                AssertReasons([result.Unreadable!]);
                Assert.Empty(result.Records);
                Assert.Empty(result.AccountChanges);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Split_AnyValueReplaced_DoesNotThrow(string vendor)
    {
        var (sample, provider) = ProviderContractTests.Get(vendor);

        foreach (var body in Hostile.Values.SelectMany(value => JsonSurgery.ReplaceEach(sample.Body, value.Json)))
        {
            var envelope = provider.Split(sample.Deliver(body), _seenAt);

            AssertReasons(envelope.Unreadable.Select(slice => slice.Reason));
            Assert.All(envelope.Messages, AssertUsable);
            Assert.True(envelope.Unreadable.Count <= 101);
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Normalize_AnyValueReplaced_DropsOrRefusesIt(string vendor)
    {
        var (sample, provider) = ProviderContractTests.Get(vendor);

        foreach (var (kind, eventType, example) in sample.Payloads)
        {
            foreach (var body in Hostile.Values.SelectMany(value => JsonSurgery.ReplaceEach(example, value.Json)))
            {
                AssertSane(provider.Normalize(new(kind, eventType, body, null, _seenAt, "Europe/Berlin")));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Normalize_AnyKeyTwice_IsUnreadable(string vendor)
    {
        var (sample, provider) = ProviderContractTests.Get(vendor);

        foreach (var (kind, eventType, example) in sample.Payloads)
        {
            Assert.All(
                JsonSurgery.DoubleEachKey(example),
                body => Assert.Equal("json_duplicate_key at $", provider.Normalize(new(kind, eventType, body, null, _seenAt, "Europe/Berlin")).Unreadable));
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public void SplitAndNormalize_RandomBytesChanged_NeverThrow(string vendor)
    {
        var (sample, provider) = ProviderContractTests.Get(vendor);
        var random = new Random(20261122);

        for (var round = 0; round < 4000; round++)
        {
            var envelope = provider.Split(sample.Deliver(Mutate(sample.Body, random)), _seenAt);
            Assert.All(envelope.Messages, AssertUsable);
            var (kind, eventType, example) = sample.Payloads[round % sample.Payloads.Count];
            AssertSane(provider.Normalize(new(kind, eventType, Mutate(example, random), null, _seenAt, "America/New_York")));
        }
    }

    private static byte[] Mutate(byte[] example, Random random)
    {
        List<byte> body = [.. example];
        for (var change = random.Next(1, 6); change > 0 && body.Count > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(4))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveAt(at);
                    break;
                case 2:
                    body.Insert(at, "0123456789eE+-.\"{}[]:,\\u"u8[random.Next(24)]);
                    break;
                default:
                    body.RemoveRange(at, Math.Min(random.Next(1, 40), body.Count - at));
                    break;
            }
        }

        return [.. body];
    }

    private static void AssertUsable(IncomingMessage message)
    {
        Assert.InRange(message.ExternalUserId.Length, 1, 128);
        Assert.DoesNotContain(message.ExternalUserId, char.IsControl);
        Assert.InRange(message.ObjectId?.Length ?? 1, 1, 128);
        Assert.Matches("^(recent|[0-9]{4}-[0-9]{2}-[0-9]{2})$", message.Day);
        Assert.Equal(16, message.DeliveryKey?.Length ?? 16);
        Assert.Equal(16, message.ContentKey?.Length ?? 16);
    }

    private static void AssertSane(Normalized result)
    {
        AssertReasons(result.Drops.Select(drop => $"{drop.Reason} at {drop.Path}"));
        Assert.True(result.Drops.Count <= 201);
        if (result.Unreadable is { } reason)
        {
            AssertReasons([reason]);
        }

        foreach (var record in result.Records)
        {
            Assert.InRange(record.ExternalId.Length, 1, 140);
            Assert.True(record.Deleted || record.Day is not null);
            Assert.InRange(record.OrderAtMs, 946_684_800_000, _seenAt.ToUnixTimeMilliseconds());
            AssertFinite(record.Values.HrvMs);
            AssertFinite(record.Values.RestingHrBpm);
            AssertFinite(record.Values.ActivityMinutes);
            AssertFinite(record.Values.Sleep?.InBedMin);
            AssertFinite(record.Values.Sleep?.VendorAsleepMin);
            Assert.Equal(record.Values.HrvMs is null, record.Values.HrvKind is null);
        }
    }

    private static void AssertFinite(double? value) => Assert.True(value is null || double.IsFinite(value.Value));

    // Keys, paths and indexes only: no value of the body may find its way into a log.
    private static void AssertReasons(IEnumerable<string> reasons) => Assert.All(
        reasons,
        reason => Assert.Matches(@"^[a-z0-9_]+ at \$[A-Za-z0-9_.\[\]]*$", reason));

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
