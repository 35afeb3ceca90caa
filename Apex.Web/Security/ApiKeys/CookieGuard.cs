namespace Apex.Web.Security.ApiKeys;

/// <summary>A browser adds the visitor's cookie to a form another site posts, but no page of another site can add this header (it would need CORS,
/// which Apex does not give). Keys are never added by a browser and pass.</summary>
internal sealed class CookieGuard : IEndpointFilter
{
    public const string Header = "X-Apex-Request";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return changes && !ApiPolicies.HasKey(context.HttpContext.User) && !request.Headers.ContainsKey(Header)
            ? Api.ApiProblems.Of(StatusCodes.Status403Forbidden, $"A call with a session cookie that changes something needs the header {Header}.")
            : await next(context);
    }
}
