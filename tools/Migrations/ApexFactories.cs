using Apex.Infrastructure.Storage.Postgres;
using Apex.Infrastructure.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Migrations;

// dotnet tool restore
// dotnet ef migrations add NAME -p Apex.Infrastructure -s tools/Migrations -c SqliteApexDb -o Storage/Sqlite/Migrations
// dotnet ef migrations add NAME -p Apex.Infrastructure -s tools/Migrations -c PostgresApexDb -o Storage/Postgres/Migrations
internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteApexDb>
{
    public SqliteApexDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteApexDb>().UseSqlite("Data Source=design-time.db").Options);
}

internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresApexDb>
{
    public PostgresApexDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresApexDb>().UseNpgsql("Host=design-time").Options);
}
