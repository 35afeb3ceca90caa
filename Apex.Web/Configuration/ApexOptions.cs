using Apex.Infrastructure.Storage;
namespace Apex.Web.Configuration;

/// <summary>Bound from "Apex". Wrong values are reported all at once, each by its key, and the host refuses to start.</summary>
internal sealed class ApexOptions
{
    public const string Section = "Apex";

    /// <summary>Database, keys, archive, backups; relative to the working directory.</summary>
    public string DataDirectory { get; init; } = "data";

    public StorageKind Storage { get; init; } = StorageKind.Sqlite;

    /// <summary>What this node is called among others on one PostgreSQL.</summary>
    public string NodeName { get; init; } = Environment.MachineName;

    /// <summary>What vendors and browsers call, for example <c>https://hub.example.org/apex</c>; its path becomes the base path.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Addresses or networks (CIDR) whose <c>X-Forwarded-*</c> headers are believed; none by default.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>An API key with all scopes, for automated installs.</summary>
    public string? BootstrapApiKey { get; init; }

    public BootstrapAdminOptions BootstrapAdmin { get; init; } = new();

    public RecoveryOptions Recovery { get; init; } = new();

    public string DataPath => Path.GetFullPath(DataDirectory);

    /// <summary>Empty, or the path of <see cref="PublicUrl"/> without a slash at its end.</summary>
    public PathString BasePath => PublicUrl?.AbsolutePath.TrimEnd('/') is { Length: > 0 } path ? new PathString(path) : PathString.Empty;
}
