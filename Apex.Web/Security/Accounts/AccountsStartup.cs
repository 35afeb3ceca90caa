using System.Data.Common;
using Apex.Infrastructure.Storage;
using Apex.Web.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Apex.Web.Security.Accounts;

/// <summary>Before the first request: tables, roles, and the first account or the code that allows making it.</summary>
internal sealed partial class AccountsStartup(
    AccountsDb db, AccountsOpening opening, IOptions<ApexOptions> settings, SetupCode code, ILogger<AccountsStartup> logger)
{
    // Any fixed number that nothing else in the database locks.
    private const long StartLock = 0x41504558_0001;

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(settings.Value.DataPath);
            await (settings.Value.Storage == StorageKind.Postgres ? PrepareTogetherAsync(ct) : PrepareAloneAsync(ct));
        }
        catch (Exception refused) when (IsOutOfReach(refused))
        {
            throw new StartRefusedException($"{Culprit}: the accounts database cannot be opened ({refused.GetBaseException().Message}).", refused);
        }
    }

    private string Culprit => settings.Value.Storage == StorageKind.Postgres ? "ConnectionStrings:Apex" : "Apex:DataDirectory";

    // Npgsql wraps what it thinks will pass.
    private static bool IsOutOfReach(Exception exception) =>
        exception is DbException or IOException or UnauthorizedAccessException or InvalidOperationException { InnerException: DbException };

    private async Task PrepareAloneAsync(CancellationToken ct)
    {
        // EF waits for ever on the lock row of a process killed while migrating. Nobody else can be at it: this process holds apex.lock.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
        await PrepareAsync(ct);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct); // kept in the file from here on
    }

    // Nodes start at once, and neither Npgsql's Migrate() (seen with 10.0.0) nor "create unless there" is safe then: one session lock around all.
    private async Task PrepareTogetherAsync(CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({StartLock})", ct);
            await PrepareAsync(ct);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({StartLock})", ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        await db.Database.MigrateAsync(ct);
        await opening.CreateRolesAsync();
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

    [LoggerMessage(4001, LogLevel.Warning, "No account exists yet. Open /setup and enter this set-up code: {Code}")]
    private partial void LogSetupCode(string code);

    [LoggerMessage(4002, LogLevel.Information, "Created the first account {Account} from Apex:BootstrapAdmin")]
    private partial void LogFirstAdmin(Guid account);
}
