using Apex.Web.Components;
using Apex.Web.Configuration;
using Apex.Web.Road;
using Apex.Web.Security;
using Apex.Web.Security.Accounts;
using Apex.Web.Webhooks;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddApexConfiguration();
    builder.AddApexSecurity();
    builder.AddApexAccounts();
    builder.AddApexRoad();
    builder.AddApexPages();

    var app = builder.Build();
    app.CheckSettings();
    await app.OpenAccountsAsync();

    app.UseApexSecurity(); // headers, base path, origin check: before anything that answers
    app.UseApexPages();
    app.MapApexPages();
    app.MapApexWebhooks();
    app.MapGet("/health/live", () => "ok").AllowAnonymous();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartRefused.Explain(exception) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return StartRefused.ExitCode;
}
