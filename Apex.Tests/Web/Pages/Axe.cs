using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Apex.Tests.Web.Pages;

/// <summary>axe-core in an open page: WCAG 2.1 A and AA.</summary>
internal static class Axe
{
    private const string Run = """
        async () => {
          const result = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] });
          return JSON.stringify(result.violations.filter(v => v.impact === "serious" || v.impact === "critical")
            .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.any.map(a => a.message).join(" ")).join(" | ")}`));
        }
        """;

    /// <summary>What is serious or critical, one line each.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        return JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run))!;
    }
}
