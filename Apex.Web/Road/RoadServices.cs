using Apex.Domain.Recovery;
using Apex.Infrastructure;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Storage;
using Apex.Web.Configuration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Apex.Web.Road;

/// <summary>Storage, workers and vendors, set up from the settings.</summary>
internal static class RoadServices
{
    public static void AddApexRoad(this WebApplicationBuilder builder)
    {
        // Asked for after the settings have been checked: a wrong one is named there, not thrown here.
        builder.Services.AddSingleton(provider => Storage(Settings(provider), provider.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton(provider => Recovery(Settings(provider)));
        builder.Services.AddSingleton(provider => NodeIdentity.Create(Settings(provider).NodeName));
        builder.Services.AddApexInfrastructure(builder.Configuration);
        builder.Services.AddSingleton(provider =>
        {
            var protector = provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("Apex.VendorTokens");
            return new SecretCipher(protector.Protect, protector.Unprotect);
        });
        builder.Services.AddHostedService<FatalStorageWatch>();
        builder.Services.AddSingleton<InFlightBytes>();
        ProviderSettingsCheck.Add(builder);
    }

    private static ApexOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<ApexOptions>>().Value;

    private static StorageOptions Storage(ApexOptions settings, IConfiguration configuration) =>
        new(settings.Storage, settings.DataPath, configuration.GetConnectionString("Apex"));

    private static RecoverySettings Recovery(ApexOptions settings)
    {
        var formula = RecoveryFormula.Find(settings.Recovery.Formula) ?? RecoveryFormula.Apex;
        return new(formula, formula.DefaultWeights);
    }
}
