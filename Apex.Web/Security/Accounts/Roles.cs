namespace Apex.Web.Security.Accounts;

internal static class Roles
{
    /// <summary>Everything, settings and accounts included.</summary>
    public const string Admin = "admin";

    public const string Ops = "ops";

    /// <summary>Sees the roster and the live page only.</summary>
    public const string Coach = "coach";

    public static readonly IReadOnlyList<string> All = [Admin, Ops, Coach];
}
