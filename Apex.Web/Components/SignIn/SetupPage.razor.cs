using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Apex.Web.Components.SignIn;

public sealed partial class SetupPage
{
    [SupplyParameterFromForm]
    private SetupForm? Form { get; set; }

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
            RefuseForNow();
            return;
        }

        if (!Code.Matches(Form?.Code))
        {
            Problems = ["This is not the set-up code. Copy it from the newest start in Apex's log."];
            return;
        }

        var (account, problems) = await Opening.CreateFirstAdminAsync(Form?.Email ?? "", Form?.Password ?? "", HttpContext.RequestAborted);
        Problems = problems;
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
