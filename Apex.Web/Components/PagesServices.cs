using Apex.Web.Screens;
using Apex.Web.Security;
using Radzen;

namespace Apex.Web.Components;

internal static class PagesServices
{
    public static void AddApexPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuits.DisconnectedCircuitMaxRetained = 100;
        });
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRadzenComponents();
        builder.Services.AddLiveScreens();
    }

    public static void UseApexPages(this WebApplication app)
    {
        app.UseWhen(
            context => !AppPaths.IsForPrograms(context.Request.Path),
            pages => pages
                .UseExceptionHandler("/error", createScopeForErrors: true)
                .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting(); // after the base path is taken off, and again for the pages above
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapApexPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignOut();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null) // SecurityHeaders says it
            .RequireAuthorization();
    }
}
