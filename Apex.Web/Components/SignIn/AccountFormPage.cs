using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Components;

namespace Apex.Web.Components.SignIn;

/// <summary>What the two forms have in common that are open to people without a session.</summary>
public abstract class AccountFormPage : ComponentBase
{
    /// <summary>Why the form was not accepted; empty at first.</summary>
    protected IReadOnlyList<string> Problems { get; set; } = [];

    [CascadingParameter]
    protected HttpContext HttpContext { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private protected AccountsOpening Opening { get; set; } = default!;

    protected void RefuseForNow()
    {
        HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Problems = ["Too many tries from your network. Wait five minutes, then try again."];
    }
}
