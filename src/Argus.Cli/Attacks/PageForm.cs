using System.Net;
using System.Text;
using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>The first form of a page, as far as it is needed to send it.</summary>
/// <param name="Action">Where it goes.</param>
/// <param name="Hidden">Its hidden fields.</param>
/// <param name="Names">All names in it.</param>
internal sealed record PageForm(string Action, (string Name, string Value)[] Hidden, string[] Names)
{
    /// <returns>Null if the answer is no page, or has no form.</returns>
    public static PageForm? In(Answer answer)
    {
        if (answer.MediaType != "text/html")
            return null;
        var page = Encoding.UTF8.GetString(answer.Body);
        var start = page.IndexOf("<form", StringComparison.Ordinal);
        var end = start < 0 ? -1 : page.IndexOf("</form>", start, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var tags = page[start..end].Split('<', StringSplitOptions.RemoveEmptyEntries);
        var inputs = tags.Where(tag => tag.StartsWith("input ", StringComparison.Ordinal));
        var hidden = inputs.Where(tag => Attribute(tag, "type") == "hidden").Select(tag => (Attribute(tag, "name") ?? "", Attribute(tag, "value") ?? ""));
        return Attribute(tags[0], "action") is { } action ? new PageForm(action, [.. hidden], [.. tags.Select(tag => Attribute(tag, "name")).OfType<string>()]) : null;
    }

    public bool Has(string name) => Names.Contains(name);

    private static string? Attribute(string tag, string name)
    {
        var start = tag.IndexOf($" {name}=\"", StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += name.Length + 3;
        var end = tag.IndexOf('"', start);
        return end < 0 ? null : WebUtility.HtmlDecode(tag[start..end]);
    }
}
