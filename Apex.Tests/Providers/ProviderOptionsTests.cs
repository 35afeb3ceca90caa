using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Providers.Oura;
using Microsoft.Extensions.Configuration;

namespace Apex.Tests.Providers;

public sealed class ProviderOptionsTests
{
    [Fact]
    public void Problems_NothingConfigured_AreNone() => Assert.Equal([], Problems([]));

    [Fact]
    public void Problems_EverySampleConfigured_AreNone() => Assert.Equal([], Problems(new(VendorSample.All.SelectMany(sample => sample.Settings))));

    [Fact]
    public void Problems_EnabledWithoutSecrets_NameEachKey() => Assert.Equal(
        [
            "Providers:Oura:ClientId: needed while Providers:Oura:Enabled is true",
            "Providers:Oura:ClientSecret: needed while Providers:Oura:Enabled is true",
            "Providers:Oura:WebhookSecret: needed while Providers:Oura:Enabled is true",
        ],
        Problems(new() { ["Providers:Oura:Enabled"] = "true" }));

    [Fact]
    public void Problems_WrongValues_AreToldTogetherAndNotRepeated() => Assert.Equal(
        [
            "Providers:Oura:Enabled: must be true or false",
            "Providers:Oura:ApiBaseUrl: must be an absolute http or https address without a query",
            "Providers:Terra:PayloadHosts: must be host names, such as storage.example.com or *.example.com, or origins, such as https://storage.example.com:8443",
            "Providers:Ouro: no such provider; known are " + string.Join(", ", VendorSample.All.Select(sample => Section(sample.Name))),
        ],
        Problems(new()
        {
            ["Providers:Oura:Enabled"] = "maybe",
            ["Providers:Oura:ApiBaseUrl"] = "ftp://secret",
            ["Providers:Terra:PayloadHosts:0"] = "https://secret/path",
            ["Providers:Ouro:Enabled"] = "true",
        }));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("5,000")]
    [InlineData("99999999999")]
    public void Problems_RateThatIsNoCount_NamesItsKey(string value) => Assert.Equal(
        ["Providers:Oura:RequestsPer5Minutes: must be a whole number of 1 or more"],
        Problems(new() { ["Providers:Oura:RequestsPer5Minutes"] = value }));

    [Fact]
    public void ToString_OfOptions_HoldsNoSecret() => Assert.Equal("OuraOptions", new OuraOptions { ClientSecret = "secret" }.ToString());

    [Fact]
    public void Read_NothingConfigured_IsOffAtTheVendorsAddress() => Assert.Equal(
        new OuraOptions { ApiBaseUrl = "https://api.ouraring.com", AuthBaseUrl = "https://api.ouraring.com" },
        OuraOptions.Read(new ProviderSection(Configuration([]), "Oura")));

    private static string Section(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static IReadOnlyList<string> Problems(Dictionary<string, string?> settings) => ProviderOptionsCheck.Problems(Configuration(settings));

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
