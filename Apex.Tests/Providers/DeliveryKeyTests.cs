using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

public sealed class DeliveryKeyTests
{
    [Fact]
    public void Of_PartsThatReadTheSameTogether_Differ()
    {
        byte[][] keys = [DeliveryKey.Of("ab", "c"), DeliveryKey.Of("a", "bc"), DeliveryKey.Of("abc"), DeliveryKey.Of("abc", ""), DeliveryKey.Of("abc", null)];

        Assert.Equal(5, keys.Select(Convert.ToHexString).Distinct().Count());
        Assert.All(keys, key => Assert.Equal(16, key.Length));
    }

    // printf '\0\0\0\001a\377\377\377\377' | sha256sum | head -c 32
    [Fact]
    public void Of_LengthPrefixedParts_IsHalfASha256() =>
        Assert.Equal("3d7291c5a60d9ef74b13005883b8b47a", Convert.ToHexString(DeliveryKey.Of("a", null)), ignoreCase: true);

    // 1777593600 is 0x69F3ED00; the rest as above.
    [Fact]
    public void At_AnInstant_LeadsTheHashWithItsSecond() => Assert.Equal(
        ("69F3ED00A60D9EF74B13005883B8B47A", "00000000A60D9EF74B13005883B8B47A"),
        (Convert.ToHexString(DeliveryKey.At(new(2026, 5, 1, 0, 0, 0, 999, TimeSpan.Zero), "a", null)), Convert.ToHexString(DeliveryKey.At(null, "a", null))));

    // printf abc | sha256sum | head -c 32
    [Fact]
    public void OfContent_IsHalfASha256() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223", Convert.ToHexString(DeliveryKey.OfContent("abc"u8)), ignoreCase: true);
}
