using Apex.Infrastructure.Providers;
using Apex.Tests.Providers;

namespace Apex.Tests.Architecture;

/// <summary>The capability table says what the vendors' traits say.</summary>
public sealed class SyncStrategyDocTests
{
    [Fact]
    public void Table_OfCapabilities_IsThatOfTheRegistry()
    {
        var expected = VendorSample.Registry().All.Select(provider => string.Join(" | ", Row(provider))).Order(StringComparer.Ordinal);

        Assert.Equal(expected, Documents.Rows("docs/sync-strategy.md", "Capabilities").Select(row => string.Join(" | ", row)).Order(StringComparer.Ordinal));
    }

    private static string[] Row(IProvider provider) =>
    [
        $"`{provider.Traits.Name}`",
        provider is IPullProvider ? "notices" : "data",
        provider.Traits.HasSecretPath ? "no, secret path" : "yes",
        $"{provider.Traits.MaxBodyBytes >> 20} MiB",
        provider is IPullProvider ? "yes" : "no",
        string.Join(", ", provider.Traits.Signals),
    ];
}
