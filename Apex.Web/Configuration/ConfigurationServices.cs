using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Apex.Web.Configuration;

internal static class ConfigurationServices
{
    public static void AddApexConfiguration(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, ShippedSettings());
        builder.Services.AddChecked<ApexOptions>(ApexOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<ApexOptions>, ApexOptionsRules>();
        builder.Services.AddSingleton(TimeProvider.System);

        // So that a build runs like a published copy whatever the environment is called; does nothing in a published copy.
        builder.WebHost.UseStaticWebAssets();

        string[] addressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];
        if (!addressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls("http://localhost:8080");
        }
    }

    /// <summary>Reports every wrong setting of every module before anything else runs.</summary>
    public static void CheckSettings(this WebApplication app) =>
        app.Services.GetService<IStartupValidator>()?.Validate();

    // The file beside the program, weakest of all: `dotnet run` looks only into the project's folder.
    private static JsonConfigurationSource ShippedSettings() => new()
    {
        FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
        Path = "appsettings.json",
        Optional = true,
    };
}
