using System.Text;

namespace Argus.Server.Pages;

/// <summary>Answers with a page, and with the headers that keep it what it is: no script, no frame, no copy, no form to elsewhere.</summary>
internal static class PageAnswer
{
    private const string FeaturesOff =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        + "publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), usb=()";

    /// <param name="formTargets">Where the page's forms may lead by a redirect (<see cref="FormTarget"/>): Chromium applies <c>form-action</c> to it too.</param>
    /// <exception cref="ArgumentException">A form target is neither an origin nor a scheme. Nothing was written.</exception>
    public static async Task WriteAsync(HttpContext http, int status, Page page, IEnumerable<string> formTargets)
    {
        var policy = Policy(formTargets);
        var html = Encoding.UTF8.GetBytes(await PageHtml.RenderAsync(page).ConfigureAwait(false));

        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = html.Length;
        Guard(http.Response.Headers, policy);
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.BodyWriter.WriteAsync(html, http.RequestAborted).ConfigureAwait(false);
    }

    private static void Guard(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = FeaturesOff;

        // Not no-referrer: with it Chromium says "Origin: null" of the page's own forms (Fetch §3.2).
        headers["Referrer-Policy"] = "same-origin";
    }

    private static string Policy(IEnumerable<string> formTargets)
    {
        var targets = formTargets.Distinct(StringComparer.Ordinal).ToArray();
        if (!Array.TrueForAll(targets, FormTarget.IsValid))
            throw new ArgumentException("A form target is neither an origin nor a scheme.", nameof(formTargets));
        var formAction = string.Join(' ', targets.Prepend("'self'"));
        return $"default-src 'none'; style-src {PageCss.Source}; form-action {formAction}; base-uri 'none'; frame-ancestors 'none'";
    }
}
