using System.Security.Cryptography;
using System.Text;

namespace Argus.Server.Pages;

/// <summary>The one stylesheet. It stands in every page, and the page's policy allows it by its hash.</summary>
internal static class PageCss
{
    public static string Text { get; } = Read();

    /// <summary>As a source in a Content-Security-Policy (CSP Level 3 §2.3.1): base64, of the text between the tags.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    private static string Read()
    {
        using var stream = typeof(PageCss).Assembly.GetManifestResourceStream("Pages.css")
            ?? throw new InvalidOperationException("Pages.css is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
