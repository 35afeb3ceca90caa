using Apex.Infrastructure.Storage;
using System.Data.Common;
using Apex.Web.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Apex.Web.Security.Accounts;

/// <summary>Before the first request: tables, roles, and the first account or the code that allows making it.</summary>
internal sealed partial class AccountsStartup(
    IServiceScopeFactory scopes, IOptions<ApexOptions> settings, SetupCode code, ILogger<AccountsStartup> logger) : IHostedService
{
    // Any fixed number that nothing else in the database locks.
    private const long MigrationLock = 0x41504558_0001;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            Directory.CreateDirectory(settings.Value.DataPath);
            await MigrateAsync(scope.ServiceProvider.GetRequiredService<AccountsDb>(), cancellationToken);
        }
        catch (Exception refused) when (refused is DbException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{Culprit}: the accounts database cannot be opened ({refused.Message}).", refused);
        }

        var opening = scope.ServiceProvider.GetRequiredService<AccountsOpening>();
        await opening.CreateRolesAsync();
        await OpenAsync(opening, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Culprit => settings.Value.Storage == StorageKind.Postgres ? "ConnectionStrings:Apex" : "Apex:DataDirectory";

    private async Task OpenAsync(AccountsOpening opening, CancellationToken ct)
    {
        if (await opening.HasAccountsAsync(ct))
        {
            return;
        }

        if (settings.Value.BootstrapAdmin is not { IsSet: true } admin)
        {
            LogSetupCode(code.Text);
            return;
        }

        var (account, problems) = await opening.CreateFirstAdminAsync(admin.Email!, admin.Password!, ct);
        if (account is null)
        {
            throw new StartRefusedException($"Apex:BootstrapAdmin: {string.Join(' ', problems)}");
        }

        LogFirstAdmin(account.Id);
    }

    private static async Task MigrateAsync(AccountsDb db, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql())
        {
            await db.Database.MigrateAsync(ct);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct); // kept in the file from here on
            return;
        }

        // Npgsql's own Migrate() is not safe when several nodes start at once (seen with 10.0.0): one session lock around it.
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", ct);
            await db.Database.MigrateAsync(ct);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "No account exists yet. Open /setup and enter this set-up code: {Code}")]
    private partial void LogSetupCode(string code);

    [LoggerMessage(4002, LogLevel.Information, "Created the first account {Account} from Apex:BootstrapAdmin")]
    private partial void LogFirstAdmin(Guid account);
}
