using Microsoft.Playwright;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>axe-core's judgement of a page, in light and in dark, at a usual width and at 320 px (WCAG 2.2, 1.4.10).</summary>
internal static class Accessibility
{
    private const int Height = 800;

    /// <param name="packages">The folder of package.json.</param>
    public static async Task HoldsAsync(IPage page, string packages)
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(packages, "node_modules/axe-core/axe.min.js"));
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 320) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, Height);
            await page.EvaluateAsync(axe);
            var violations = await page.EvaluateAsync<string[]>("""
                async () => (await axe.run()).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
                  .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
                """);
            Assert.True(violations.Length == 0, $"{new Uri(page.Url).AbsolutePath}, {scheme}, {width} px: {string.Join('\n', violations)}");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{page.Url} scrolls sideways at {width} px");
        }
    }
}
