using Microsoft.EntityFrameworkCore;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>The SQLite set of migrations hangs on this type.</summary>
internal sealed class SqliteApexDb(DbContextOptions<SqliteApexDb> options) : ApexDb(options);
