using System.Xml.Linq;
using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

/// <summary>Names of tenants, clients and people are other people's text. It stays text: the page has the same elements whatever it says.</summary>
public class A_page_with_hostile_text
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</title></style></h1><img src=x onerror=alert(1)>")]
    [InlineData("\" autofocus onfocus=\"alert(1)")]
    [InlineData("' onfocus='alert(1)")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("javascript:alert(1)")]
    [InlineData("&lt;script&gt; &amp; &#60; &quot;")]
    [InlineData("<!-- --> <![CDATA[ ]]> <?xml ?>")]
    [InlineData("@Page.Tenant {0} {{x}} `x` ${x}")]
    [InlineData("Ünïcödé – 安全 👩‍🚀 \u202Egnp.exe")]
    public async Task has_the_same_elements_and_attributes_and_shows_the_text_as_it_is(string text)
    {
        foreach (var (hostile, plain) in AllPages.With(text).Zip(AllPages.With("plain")))
        {
            var html = await PageHtml.RenderAsync(hostile);
            var root = AllPages.Parse(html);

            Assert.Equal(Shape(await AllPages.ReadAsync(plain)), Shape(root));
            Assert.Contains(text, root.Element("body")!.Value + string.Concat(root.Descendants().Attributes().Select(attribute => attribute.Value)), StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<svg", html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task keeps_the_direction_of_a_name_within_the_name()
    {
        var root = await AllPages.ReadAsync(new ConsentPage("Acme", "\u202Eevil", "alice", AllPages.Action, "token", []));

        Assert.Equal("bdi", Assert.Single(root.Descendants(), element => !element.HasElements && element.Value == "\u202Eevil").Name.LocalName);
    }

    private static IEnumerable<string> Shape(XElement page) =>
        page.DescendantsAndSelf().Select(element => $"{element.Name} {string.Join(' ', element.Attributes().Select(attribute => attribute.Name))}");
}
