using Apex.Domain.Recovery;
using Apex.Infrastructure;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Storage;
using Apex.Web.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace Apex.Web.Road;

/// <summary>Storage, workers and vendors, set up from the settings.</summary>
internal static class RoadServices
{
    public static void AddApexRoad(this WebApplicationBuilder builder)
    {
        // Read once, before the container exists; the checks at start name what is wrong with them.
        var settings = builder.Configuration.GetSection(ApexOptions.Section).Get<ApexOptions>() ?? new();
        var formula = RecoveryFormula.Find(settings.Recovery.Formula) ?? RecoveryFormula.Apex;
        builder.Services.AddApexInfrastructure(
            builder.Configuration,
            new StorageOptions(settings.Storage, settings.DataPath, builder.Configuration.GetConnectionString("Apex")),
            new RecoverySettings(formula, formula.DefaultWeights));
        builder.Services.AddSingleton(provider =>
        {
            var protector = provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("Apex.VendorTokens");
            return new SecretCipher(protector.Protect, protector.Unprotect);
        });
        builder.Services.AddHostedService<FatalStorageWatch>();
        builder.Services.AddSingleton<InFlightBytes>();
        ProviderSettingsCheck.Add(builder);
    }
}
