using Apex.Infrastructure.Storage;
using Apex.Simulator.Demo;
using Apex.Tests.Support;
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Pages;

/// <summary>One host with simulated people, some of hostile names, and a browser; shared by the page tests, which only look.</summary>
public sealed class FilledHost(PostgresServer postgres) : IAsyncLifetime
{
    public const string CoachEmail = "coach@example.org";

    public const string Password = "a long sentence";

    /// <summary>Script, right-to-left with an override left open, a hundred letters without a gap, and a family of emoji.</summary>
    public static readonly string[] HostileNames =
        ["<script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">", "\u202Eמשה כהן", new('W', 100), "👩‍👩‍👧‍👦🏳️‍🌈 Zoë"];

    internal ApexHost Host { get; private set; } = null!;

    internal Chromium Browser { get; private set; } = null!;

    internal SimulatorLife Life { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        Life = await DemoFill.FillAsync(Host, people: 24, days: 12);
        await RenameAsync();
        await AddCoachAsync();
        Browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Host.DisposeAsync();
    }

    internal async Task<Guid> UserAsync(string externalId) =>
        (await Host.QueryAsync($"SELECT id FROM users WHERE external_id = '{externalId}'", reader => reader.GetGuid(0)))[0];

    private async Task RenameAsync()
    {
        foreach (var (name, index) in HostileNames.Select((name, index) => (name, index)))
        {
            await Host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
                "UPDATE users SET display_name = @name WHERE external_id = @id", ("@name", name), ("@id", $"sim-{index + 1:000}")));
        }
    }

    private async Task AddCoachAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var coach = Account.Create(CoachEmail, TimeProvider.System.GetUtcNow());
        Assert.True((await accounts.CreateAsync(coach, Password)).Succeeded);
        Assert.True((await accounts.AddToRoleAsync(coach, Roles.Coach)).Succeeded);
    }
}
