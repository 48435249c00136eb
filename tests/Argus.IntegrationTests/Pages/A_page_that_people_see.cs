using System.Xml.Linq;
using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

public class A_page_that_people_see
{
    private static readonly Page[] Pages = [.. AllPages.With("Acme & Sons")];

    [Fact]
    public void has_a_sample_here_whatever_its_kind() => Assert.Equal(AllPages.Kinds().ToHashSet(), Pages.Select(page => page.GetType()).ToHashSet());

    [Fact]
    public async Task says_its_language_its_encoding_its_title_and_its_one_heading()
    {
        foreach (var page in Pages)
        {
            var html = await PageHtml.RenderAsync(page);
            var root = AllPages.Parse(html);

            Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
            Assert.Equal("en", root.Of("lang"));
            Assert.Equal("utf-8", root.Descendants("meta").First().Of("charset"));
            var heading = Assert.Single(root.Descendants("h1"));
            Assert.Contains(heading.Value, Assert.Single(root.Descendants("title")).Value, StringComparison.Ordinal);
            Assert.Single(root.Descendants("main"));
        }
    }

    [Fact]
    public async Task holds_no_script_no_style_of_its_own_and_nothing_from_elsewhere()
    {
        foreach (var page in Pages)
        {
            var root = await AllPages.ReadAsync(page);

            Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "base");
            Assert.DoesNotContain(root.Descendants().Attributes(), attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "style" or "src" or "href" or "formaction");
            Assert.Equal(PageCss.Text, Assert.Single(root.Descendants("style")).Value);
        }
    }

    [Fact]
    public async Task ties_each_field_to_one_label_and_each_error_to_its_fields()
    {
        foreach (var page in Pages)
        {
            var root = await AllPages.ReadAsync(page);
            var ids = root.Descendants().Attributes("id").Select(id => id.Value).ToList();
            var fields = root.Descendants("input").Where(input => input.Of("type") != "hidden").ToList();

            Assert.Distinct(ids);
            Assert.Equal(fields.Select(field => field.Of("id")), root.Descendants("label").Select(label => label.Of("for")));
            Assert.All(fields, field => Assert.NotNull(field.Of("autocomplete")));
            Assert.Equal(fields.Take(1), root.Descendants().Where(element => element.Attribute("autofocus") is not null));
            foreach (var described in root.Descendants().Attributes("aria-describedby"))
                Assert.Equal("alert", root.Descendants().Single(element => element.Of("id") == described.Value).Of("role"));
        }
    }

    [Fact]
    public async Task sends_its_forms_by_post_with_the_token_and_a_button_that_sends()
    {
        foreach (var page in Pages)
        {
            foreach (var form in (await AllPages.ReadAsync(page)).Descendants("form"))
            {
                Assert.Equal(("post", AllPages.Action), (form.Of("method"), form.Of("action")));
                Assert.Equal("Acme & Sons", form.Input(FormGuard.Field).Of("value"));
                Assert.All(form.Descendants("button"), button => Assert.Equal("submit", button.Of("type")));
                Assert.NotEmpty(form.Descendants("button"));
            }
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("sign-in")]
    [InlineData("")]
    public async Task is_not_made_when_its_form_would_leave_this_host(string action) =>
        await Assert.ThrowsAsync<ArgumentException>(() => PageHtml.RenderAsync(new DeviceCodePage("Acme", action, "token", null, Failed: false)));
}
