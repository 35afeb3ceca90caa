using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Components;

namespace Apex.Web.Components.SignIn;

public sealed partial class SignInPage
{
    [SupplyParameterFromForm]
    private SignInForm? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [Inject]
    private SignInService SignIn { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new SignInForm();
        if (!await Opening.HasAccountsAsync(HttpContext.RequestAborted))
        {
            Navigation.NavigateTo("setup");
        }
        else if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(Destination);
        }
    }

    private string Destination => LocalReturn.Within(ReturnUrl, HttpContext.Request.PathBase);

    private async Task SignInAsync()
    {
        switch (await SignIn.TryAsync(Form?.Email ?? "", Form?.Password ?? "", HttpContext.Connection.RemoteIpAddress))
        {
            case SignInOutcome.SignedIn:
                Navigation.NavigateTo(Destination);
                break;
            case SignInOutcome.TooManyTries:
                RefuseForNow();
                break;
            default:
                Problems = ["E-mail and password do not match an account, or it is locked for five minutes after too many tries."];
                break;
        }
    }

    internal sealed class SignInForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
