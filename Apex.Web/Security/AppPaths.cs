namespace Apex.Web.Security;

/// <summary>Which paths belong to programs (they want status codes) and which to people (they want pages).</summary>
internal static class AppPaths
{
    private static readonly PathString[] Programs = ["/api", "/hubs", "/health", "/metrics", "/openapi", "/_blazor"];

    private static readonly PathString[] Sockets = ["/_blazor", "/hubs"];

    public static bool IsForPrograms(PathString path) => Programs.Any(path.StartsWithSegments);

    /// <summary>Where a connection opens that afterwards acts with the visitor's cookie.</summary>
    public static bool OpensConnection(PathString path) => Sockets.Any(path.StartsWithSegments);
}
