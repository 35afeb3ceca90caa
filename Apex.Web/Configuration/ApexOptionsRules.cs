using System.Net;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Options;

namespace Apex.Web.Configuration;

/// <summary>What the type of a setting cannot say. Every message starts with the key that has to change.</summary>
internal sealed class ApexOptionsRules(IConfiguration configuration) : IValidateOptions<ApexOptions>
{
    /// <summary>Apex's own choice: shorter keys can be guessed.</summary>
    public const int MinApiKeyLength = 24;

    public const int MinPasswordLength = 12;

    public ValidateOptionsResult Validate(string? name, ApexOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(ApexOptions options) =>
        [.. StorageProblems(options), .. AddressProblems(options), .. AccountProblems(options)];

    private IEnumerable<string> StorageProblems(ApexOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.NodeName))
        {
            yield return "Apex:NodeName: is empty; leave it out for the machine's name.";
        }

        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            yield return "Apex:DataDirectory: is empty; name a directory that Apex may write to.";
        }

        if (options.Storage == StorageKind.Postgres && string.IsNullOrWhiteSpace(configuration.GetConnectionString("Apex")))
        {
            yield return "ConnectionStrings:Apex: is missing; Apex:Storage is Postgres and needs it.";
        }

        if (!RecoveryOptions.Formulas.Contains(options.Recovery.Formula))
        {
            yield return $"Apex:Recovery:Formula: '{options.Recovery.Formula}' is unknown; use one of {string.Join(", ", RecoveryOptions.Formulas)}.";
        }
    }

    private static IEnumerable<string> AddressProblems(ApexOptions options)
    {
        if (options.PublicUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.Query == "" && url.Fragment == ""))
        {
            yield return "Apex:PublicUrl: must be an absolute http or https address without query, such as https://hub.example.org/apex.";
        }

        foreach (var proxy in options.TrustedProxies)
        {
            if (!IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
            {
                yield return $"Apex:TrustedProxies: '{proxy}' is neither an address nor a network such as 10.0.0.0/8.";
            }
        }
    }

    // Secrets are described, never repeated.
    private static IEnumerable<string> AccountProblems(ApexOptions options)
    {
        if (options.BootstrapApiKey is { Length: > 0 and < MinApiKeyLength })
        {
            yield return $"Apex:BootstrapApiKey: is shorter than {MinApiKeyLength} characters.";
        }

        var admin = options.BootstrapAdmin;
        if (string.IsNullOrEmpty(admin.Email) != string.IsNullOrEmpty(admin.Password))
        {
            yield return "Apex:BootstrapAdmin: needs both Email and Password, or neither.";
        }

        if (admin.Email is { Length: > 0 } && !admin.Email.Contains('@', StringComparison.Ordinal))
        {
            yield return "Apex:BootstrapAdmin:Email: is not an e-mail address.";
        }

        if (admin.Password is { Length: > 0 and < MinPasswordLength })
        {
            yield return $"Apex:BootstrapAdmin:Password: is shorter than {MinPasswordLength} characters.";
        }
    }
}
