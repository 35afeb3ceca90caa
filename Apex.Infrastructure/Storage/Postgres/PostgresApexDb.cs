using Microsoft.EntityFrameworkCore;

namespace Apex.Infrastructure.Storage.Postgres;

/// <summary>The PostgreSQL set of migrations hangs on this type.</summary>
internal sealed class PostgresApexDb(DbContextOptions<PostgresApexDb> options) : ApexDb(options);
