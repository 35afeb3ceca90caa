// Adding a migration (both sets, always together), from the repository root:
//   dotnet tool restore
//   dotnet ef migrations add NAME --project Apex.Web --startup-project tools/Migrations --context SqliteAccountsDb --output-dir Security/Accounts/Migrations/Sqlite
//   dotnet ef migrations add NAME --project Apex.Web --startup-project tools/Migrations --context PostgresAccountsDb --output-dir Security/Accounts/Migrations/Postgres
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tools.Migrations;

internal sealed class SqliteAccountsFactory : IDesignTimeDbContextFactory<SqliteAccountsDb>
{
    public SqliteAccountsDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAccountsDb>().UseSqlite("Data Source=:memory:").UseApplicationServiceProvider(IdentitySchema.Services).Options);
}

internal sealed class PostgresAccountsFactory : IDesignTimeDbContextFactory<PostgresAccountsDb>
{
    public PostgresAccountsDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAccountsDb>()
            .UseNpgsql("Host=nowhere", npgsql => npgsql.MigrationsHistoryTable(HistoryRepository.DefaultTableName, PostgresAccountsDb.Schema))
            .UseApplicationServiceProvider(IdentitySchema.Services)
            .Options);
}

/// <summary>Identity asks the application's services which version of its tables to model; AccountsServices sets the same one.</summary>
internal static class IdentitySchema
{
    public static readonly IServiceProvider Services = new ServiceCollection()
        .Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();
}
