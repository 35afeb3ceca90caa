using Apex.Infrastructure;
using Apex.Web.Api;
using Apex.Web.Components;
using Apex.Web.Configuration;
using Apex.Web.Demo;
using Apex.Web.Health;
using Apex.Web.Live;
using Apex.Web.Road;
using Apex.Web.Security;
using Apex.Web.Security.Accounts;
using Apex.Web.Webhooks;

if (args is [HealthProbe.Switch])
{
    return await HealthProbe.RunAsync();
}

try
{
    var builder = WebApplication.CreateBuilder(args);
    await builder.AddApexDemoAsync(args);
    builder.AddApexConfiguration();
    builder.AddApexSecurity();
    builder.AddApexAccounts();
    builder.AddApexRoad();
    builder.AddApexApi();
    builder.AddApexPages();
    builder.AddApexLive();

    var app = builder.Build();
    app.CheckSettings();
    app.Services.LockDataDirectory();
    await app.OpenAccountsAsync();

    app.UseApexSecurity(); // headers, base path, origin check: before anything that answers
    app.UseApexApi();
    app.UseApexLive(); // before authentication
    app.UseApexPages();
    app.MapApexPages();
    app.MapApexWebhooks();
    app.MapApexApi();
    app.MapApexLive();
    app.MapApexHealth();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartRefused.Explain(exception) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return StartRefused.ExitCode;
}
