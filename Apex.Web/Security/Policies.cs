namespace Apex.Web.Security;

/// <summary>Names for <c>[Authorize]</c>; every page states one of them.</summary>
internal static class Policies
{
    public const string Admin = "admin";

    /// <summary>Ops and admin.</summary>
    public const string Ops = "ops";

    /// <summary>Everyone with an account, coaches included.</summary>
    public const string Coach = "coach";
}
