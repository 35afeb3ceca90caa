using System.Reflection;
using Apex.Web.Components;
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Shell;

public sealed class AccountsDbTests
{
    [Fact]
    public async Task Model_BothDatabases_HaveMigrationsForAllOfIt()
    {
        await using var app = new ShellApp([.. ShellApp.WithAdmin, ("ConnectionStrings:Apex", "Host=nowhere")]);
        await using var scope = app.Services.CreateAsyncScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<SqliteAccountsDb>().Database.HasPendingModelChanges());
        Assert.False(scope.ServiceProvider.GetRequiredService<PostgresAccountsDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public void Pages_All_SayWhoMaySeeThem()
    {
        var silent = typeof(App).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<RouteAttribute>() is not null)
            .Where(type => type.GetCustomAttribute<AuthorizeAttribute>()?.Policy is null && type.GetCustomAttribute<AllowAnonymousAttribute>() is null);

        Assert.Empty(silent);
    }
}
