using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

/// <summary>Each page in each of its states, with the same text in every member that takes text.</summary>
internal static partial class AllPages
{
    public const string Action = "/t/acme/somewhere";

    public static IEnumerable<Page> With(string text)
    {
        ConsentItem[] items = [new(text, text), new("openid", "Know who you are")];
        SignInProvider[] providers = [new(text, text), new("ally", "The ally")];
        foreach (var failed in new[] { false, true })
        {
            yield return new SignInPage(text, text, Action, text, failed ? text : null, failed, failed ? providers : []);
            yield return new DeviceCodePage(text, Action, text, failed ? text : null, failed);
            yield return new DeviceDonePage(text, failed);
        }

        yield return new ConsentPage(text, text, text, Action, text, items);
        yield return new ConsentPage(text, text, text, Action, text, []);
        yield return new DeviceConfirmPage(text, text, text, Action, text, text, items);
        yield return new SignOutPage(text, text, Action, text, [new HiddenField(text, text), new HiddenField("state", "x")]);
        yield return new SignedOutPage(text);
        yield return new StillSignedInPage(text);
        yield return new ErrorPage(text, text, text);
    }

    public static IEnumerable<Type> Kinds() => typeof(Page).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Page)) && !type.IsAbstract);

    /// <exception cref="XmlException">The page is not well-formed.</exception>
    public static async Task<XElement> ReadAsync(Page page) => Parse(await PageHtml.RenderAsync(page));

    /// <summary>Strict: all that HTML may leave open and XML may not are the elements that have no content.</summary>
    public static XElement Parse(string html)
    {
        var closed = WithoutContent().Replace(html, "<$1 />");
        using var reader = XmlReader.Create(new StringReader(closed), new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null });
        return XDocument.Load(reader).Root!;
    }

    public static string? Of(this XElement element, string attribute) => element.Attribute(attribute)?.Value;

    public static XElement Input(this XElement page, string name) => Assert.Single(page.Descendants("input"), input => input.Of("name") == name);

    [GeneratedRegex("<((?:meta|input)\\b[^>]*[^>/])>")]
    private static partial Regex WithoutContent();
}
