using Apex.Infrastructure.Storage;
using Apex.Web.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Apex.Tests.Web.Shell;

public sealed class ApexOptionsTests
{
    [Fact]
    public void Start_ManyWrongSettings_NamesThemAllAtOnceAndRepeatsNoSecret()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(
            ("Apex:Storage", "Oracle"),
            ("Apex:PublicUrl", "hub.example.org"),
            ("Apex:TrustedProxies:0", "10.0.0.0/8"),
            ("Apex:TrustedProxies:1", "my-proxy"),
            ("Apex:BootstrapApiKey", "too-short"),
            ("Apex:BootstrapAdmin:Email", "ann"),
            ("Apex:BootstrapAdmin:Password", "short-one"),
            ("Apex:Recovery:Formula", "magic")));

        var explanation = StartRefused.Explain(refused)!;
        Assert.Equal(
            [
                "Apex:BootstrapAdmin:Email", "Apex:BootstrapAdmin:Password", "Apex:BootstrapApiKey", "Apex:PublicUrl", "Apex:Recovery:Formula",
                "Apex:Storage", "Apex:TrustedProxies",
            ],
            refused.Failures.Select(failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Contains("Apex:Storage: must be one of Sqlite, Postgres.", explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("too-short", explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("short-one", explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_PostgresWithoutConnectionString_NamesTheMissingKey()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(("Apex:Storage", "postgres")));

        Assert.Equal(["ConnectionStrings:Apex: is missing; Apex:Storage is Postgres and needs it."], refused.Failures);
    }

    [Fact]
    public void Start_NothingSet_HasTheDocumentedDefaults()
    {
        var options = Read();

        Assert.Equal(("data", StorageKind.Sqlite, "apex-recovery-1.0"), (options.DataDirectory, options.Storage, options.Recovery.Formula));
        Assert.False(options.BasePath.HasValue);
    }

    [Fact]
    public void Explain_ABug_LeavesTheStackTrace() => Assert.Null(StartRefused.Explain(new InvalidOperationException("bug")));

    private static ApexOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddChecked<ApexOptions>(ApexOptions.Section);
        services.AddSingleton<IValidateOptions<ApexOptions>, ApexOptionsRules>();
        return services.BuildServiceProvider().GetRequiredService<IOptions<ApexOptions>>().Value;
    }
}
