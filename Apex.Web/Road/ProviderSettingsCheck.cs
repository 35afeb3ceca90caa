using Apex.Infrastructure.Providers;
using Apex.Web.Configuration;
using Microsoft.Extensions.Options;

namespace Apex.Web.Road;

/// <summary>Problems of the section "Providers" are reported with all others before the host starts.</summary>
internal sealed class ProviderSettingsCheck(IConfiguration configuration) : IValidateOptions<ApexOptions>
{
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddSingleton<IValidateOptions<ApexOptions>, ProviderSettingsCheck>();

    public ValidateOptionsResult Validate(string? name, ApexOptions options) =>
        ProviderOptionsCheck.Problems(configuration) is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
