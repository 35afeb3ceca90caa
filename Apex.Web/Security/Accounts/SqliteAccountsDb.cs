using Microsoft.EntityFrameworkCore;

namespace Apex.Web.Security.Accounts;

internal sealed class SqliteAccountsDb(DbContextOptions<SqliteAccountsDb> options) : AccountsDb(options)
{
    public static string ConnectionString(string directory) => $"Data Source={Path.Combine(directory, "accounts.db")}";
}
