using Apex.Infrastructure.Storage;
using Apex.Web.Configuration;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;

namespace Apex.Web.Security.Accounts;

internal static class AccountsServices
{
    public static void AddApexAccounts(this WebApplicationBuilder builder)
    {
        AddStore(builder.Services);
        AddIdentity(builder.Services);
        AddKeys(builder.Services);
        builder.Services.AddSingleton<SetupCode>();
        builder.Services.AddSingleton<SignInThrottle>();
        builder.Services.AddSingleton<Actors>();
        builder.Services.AddScoped<AccountsOpening>();
        builder.Services.AddScoped<SignInService>();
        builder.Services.AddScoped<AccountsStartup>();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
    }

    /// <summary>Before anything else starts, so that a refusal comes without a stack trace.</summary>
    public static async Task OpenAccountsAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountsStartup>().RunAsync(app.Lifetime.ApplicationStopping);
    }

    private static void AddStore(IServiceCollection services)
    {
        services.AddDbContext<SqliteAccountsDb>((provider, db) =>
            db.UseSqlite(SqliteAccountsDb.ConnectionString(Settings(provider).DataPath)));
        services.AddDbContext<PostgresAccountsDb>((provider, db) =>
            db.UseNpgsql(
                provider.GetRequiredService<IConfiguration>().GetConnectionString("Apex"),
                npgsql => npgsql.MigrationsHistoryTable(HistoryRepository.DefaultTableName, PostgresAccountsDb.Schema)));
        services.AddScoped<AccountsDb>(provider => Settings(provider).Storage switch
        {
            StorageKind.Postgres => provider.GetRequiredService<PostgresAccountsDb>(),
            _ => provider.GetRequiredService<SqliteAccountsDb>(),
        });
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddIdentityCore<Account>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.User.RequireUniqueEmail = true;
                identity.Password = new PasswordOptions
                {
                    // Length, not composition: NIST SP 800-63B section 5.1.1.2.
                    RequiredLength = ApexOptionsRules.MinPasswordLength,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AccountsDb>()
            .AddSignInManager();
        // OWASP password storage cheat sheet, PBKDF2-HMAC-SHA512 (read 2026): 210,000 rounds.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureOptions<SessionCookie>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Admin, policy => policy.RequireRole(Roles.Admin))
            .AddPolicy(Policies.Ops, policy => policy.RequireRole(Roles.Admin, Roles.Ops))
            .AddPolicy(Policies.Coach, policy => policy.RequireRole(Roles.Admin, Roles.Ops, Roles.Coach))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Apex");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<ApexOptions>, ILoggerFactory>((keys, settings, loggers) =>
        {
            var directory = Directory.CreateDirectory(Path.Combine(settings.Value.DataPath, "keys"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            keys.XmlRepository = new FileSystemXmlRepository(directory, loggers);
        });
    }

    private static ApexOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<ApexOptions>>().Value;
}
