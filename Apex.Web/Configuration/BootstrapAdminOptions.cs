namespace Apex.Web.Configuration;

/// <summary>Bound from "Apex:BootstrapAdmin": the first account, made at start while there is none.</summary>
internal sealed class BootstrapAdminOptions
{
    public string? Email { get; init; }

    public string? Password { get; init; }

    public bool IsSet => !string.IsNullOrEmpty(Email) && !string.IsNullOrEmpty(Password);
}
