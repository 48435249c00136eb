using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Server.Pages;

/// <summary>Makes HTML of a page. Razor encodes every text in it.</summary>
internal static class PageHtml
{
    // Pages take nothing but their record: no service, no request, no clock.
    private static readonly ServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    /// <exception cref="ArgumentException">A form's action is no path on this host.</exception>
    public static async Task<string> RenderAsync(Page page)
    {
        var renderer = new HtmlRenderer(NoServices, NullLoggerFactory.Instance);
        await using (renderer.ConfigureAwait(false))
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Page)] = page });
            return await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var root = await renderer.RenderComponentAsync(page.View, parameters).ConfigureAwait(true);
                return root.ToHtmlString();
            }).ConfigureAwait(false);
        }
    }
}
