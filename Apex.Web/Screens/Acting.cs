using Apex.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Apex.Web.Screens;

/// <summary>Who acts in this circuit, asked at the moment of the deed: rights may have changed since the page was opened.</summary>
public sealed class Acting(AuthenticationStateProvider session, IAuthorizationService authorization)
{
    /// <summary>Them as the audit log keeps them, or null: not (any more) allowed.</summary>
    public async Task<string?> AsAsync(string policy)
    {
        var user = (await session.GetAuthenticationStateAsync()).User;
        return (await authorization.AuthorizeAsync(user, policy)).Succeeded ? Actors.OfAccount(user) : null;
    }
}
