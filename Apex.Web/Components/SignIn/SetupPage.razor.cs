using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Apex.Web.Components.SignIn;

public sealed partial class SetupPage
{
    private IReadOnlyList<string> _problems = [];

    [SupplyParameterFromForm]
    private SetupForm? Form { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private AccountsOpening Opening { get; set; } = default!;

    [Inject]
    private SetupCode Code { get; set; } = default!;

    [Inject]
    private SignInThrottle Throttle { get; set; } = default!;

    [Inject]
    private SignInManager<Account> SignIn { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new SetupForm();
        if (await Opening.HasAccountsAsync(HttpContext.RequestAborted))
        {
            Navigation.NavigateTo("sign-in");
        }
    }

    private async Task SetUpAsync()
    {
        if (!Throttle.TryTake(HttpContext.Connection.RemoteIpAddress))
        {
            HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            _problems = ["Too many tries from your network. Wait five minutes, then try again."];
            return;
        }

        if (!Code.Matches(Form?.Code))
        {
            _problems = ["This is not the set-up code. Copy it from the newest start in Apex's log."];
            return;
        }

        var (account, problems) = await Opening.CreateFirstAdminAsync(Form?.Email ?? "", Form?.Password ?? "", HttpContext.RequestAborted);
        _problems = problems;
        if (account is not null)
        {
            await SignIn.SignInAsync(account, isPersistent: true);
            Navigation.NavigateTo("");
        }
    }

    internal sealed class SetupForm
    {
        public string? Code { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
