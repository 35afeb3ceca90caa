using System.Globalization;
using System.Net;
using Apex.Simulator;
using Apex.Tests.Support;
using Apex.Tests.Web.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Demo;

/// <summary>What somebody sees who types --demo, and types it again.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("apex-demo-");

    [Fact]
    public async Task Start_SmallCast_EveryoneHasThePastTheSimulatorGaveThem()
    {
        await using var host = DemoHost.Start(_data);
        await host.LivingAsync();

        var vendors = host.Services.GetRequiredService<SimulatorServer>();
        Assert.Equal(
            ["demo-001 Amara", "demo-002 Bruno", "demo-003 Chiara", "demo-004 Dmitri", "demo-005 Elif", "demo-006 Farid"],
            await host.QueryAsync("SELECT external_id, display_name FROM users ORDER BY external_id", reader => $"{reader.GetString(0)} {reader.GetString(1)}"));

        // The newest days may still be going on, or be what somebody's trouble keeps from Apex.
        var expected = from person in vendors.World.People
                       let day = person.LocalToday.AddDays(-3)
                       where person.NightOf(day) is not null
                       select $"{person.DisplayName} {day:yyyy-MM-dd} {person.NightOf(day)!.LowestHeartRateBpm:0}";
        var stored = await host.QueryAsync(
            "SELECT u.display_name, m.date, m.rhr_avg FROM daily_metrics m JOIN users u ON u.id = m.user_id WHERE m.rhr_avg IS NOT NULL",
            reader => string.Create(CultureInfo.InvariantCulture, $"{reader.GetString(0)} {reader.GetString(1)} {reader.GetDouble(2):0}"));
        Assert.Empty(expected.Except(stored));
        Assert.Equal(6, stored.Select(day => day.Split(' ')[0]).Distinct().Count());
        Assert.True(Directory.Exists(Path.Combine(_data.FullName, "demo", "keys")), "the demo has a data directory of its own");
        Assert.Equal(1, host.Logs.Lines.Count(line => line.Contains("demo@example.org", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_Again_NobodyIsMadeTwiceAndTokensOfTheFirstRunWork()
    {
        await using (var first = DemoHost.Start(_data))
        {
            await first.LivingAsync();
            Assert.Equal((6, 6), await CountsAsync(first));
        }

        await using var second = DemoHost.Start(_data);
        await second.LivingAsync();

        Assert.Equal((6, 6), await CountsAsync(second));

        // Life reaches Apex only with a token that works: the first run's is unknown to this simulator, its refresh token is adopted.
        await Eventually.TrueAsync(
            async () => (await second.QueryAsync("SELECT count(*) FROM connections WHERE token_version > 1 AND status = 'active'", reader => reader.GetInt64(0)))[0] >= 2,
            "tokens were refreshed");
        Assert.Equal(
            ["Elif"],
            await second.QueryAsync(
                "SELECT u.display_name FROM connections c JOIN users u ON u.id = c.user_id WHERE c.status = 'reauth_needed'", reader => reader.GetString(0)));
    }

    [Fact]
    public async Task SignInPage_SaysSimulatedAndTheAccountThatWorks()
    {
        await using var host = DemoHost.Start(_data);
        using var browser = host.Browser();

        var html = await browser.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);

        Assert.Contains("class=\"simulated\"", html, StringComparison.Ordinal);
        var password = (await File.ReadAllTextAsync(Path.Combine(_data.FullName, "demo", "demo-password.txt"), TestContext.Current.CancellationToken)).Trim();
        Assert.Contains($"<code>{password}</code>", html, StringComparison.Ordinal);
        using var signedIn = await ShellApp.SignInAsync(browser, password, "demo@example.org");
        Assert.Equal((HttpStatusCode.OK, "/"), (signedIn.StatusCode, signedIn.RequestMessage!.RequestUri!.AbsolutePath)); // redirects are followed on Kestrel
    }

    [Fact]
    public async Task SignInPage_ThroughAProxy_KeepsTheAccountToItself()
    {
        await using var host = DemoHost.Start(_data);
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        var html = await browser.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);

        Assert.Contains("class=\"simulated\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("demo@example.org", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInPage_NoDemo_SaysNothingOfSimulation()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        using var browser = app.Browser();

        var html = await browser.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("imulated", html, StringComparison.Ordinal);
        using var answer = await browser.PostAsync("/api/webhooks/oura", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Start_RealProviderSecret_IsRefusedWithItsKeyAndWithoutItsValue()
    {
        using var host = HostProcess.StartWith(
            ["--demo"], ("Apex:DataDirectory", _data.FullName), ("Providers:Oura:ClientSecret", "a-secret-of-the-real-vendor"));

        var (code, error) = await host.ExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(78, code);
        Assert.Contains("Providers:Oura:ClientSecret: is set, and --demo never runs beside real provider secrets", error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-of-the-real-vendor", error, StringComparison.Ordinal);
        Assert.Empty(_data.EnumerateFileSystemInfos());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task<(long People, long Connections)> CountsAsync(DemoHost host) => (await host.QueryAsync(
        "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM connections)", reader => (reader.GetInt64(0), reader.GetInt64(1))))[0];
}
