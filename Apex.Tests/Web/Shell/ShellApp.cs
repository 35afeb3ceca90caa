using System.Net;
using AngleSharp;
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Apex.Tests.Web.Shell;

/// <summary>The real host on a data directory of its own.</summary>
public sealed class ShellApp(params (string Key, string Value)[] settings) : WebApplicationFactory<Program>
{
    public const string Email = "ann@example.org";

    public const string Password = "a long sentence";

    public static readonly (string Key, string Value)[] WithAdmin =
        [("Apex:BootstrapAdmin:Email", Email), ("Apex:BootstrapAdmin:Password", Password)];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("apex-shell-");

    public string SetupCodeText => Services.GetRequiredService<SetupCode>().Text;

    public HttpClient Browser() => CreateClient(new() { AllowAutoRedirect = false });

    /// <summary>Fills the form of a page like a browser does: with the hidden fields it came with.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        var document = await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
        var hidden = document.QuerySelectorAll("form input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!));
        var content = new FormUrlEncodedContent(hidden.Concat(fields).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await browser.PostAsync(page, content);
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password = Password, string email = Email, string page = "/sign-in") =>
        SubmitAsync(browser, page, ("Form.Email", email), ("Form.Password", password));

    /// <summary>Path and query of the redirect, whether it was written absolute or relative.</summary>
    public static string RedirectOf(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return new Uri(new Uri("http://localhost/"), response.Headers.Location!).PathAndQuery;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.UseSetting("Apex:DataDirectory", _data.FullName);
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
