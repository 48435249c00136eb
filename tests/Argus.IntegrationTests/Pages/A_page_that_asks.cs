using System.Xml.Linq;
using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

public class A_page_that_asks
{
    private static readonly SignInPage SignIn = new("Acme", "Orders", AllPages.Action, "token", null, Failed: false, []);

    [Fact]
    public async Task to_sign_in_names_its_fields_so_that_password_managers_know_them()
    {
        var root = await AllPages.ReadAsync(SignIn);

        Assert.Equal(("username", "text"), (root.Input("username").Of("autocomplete"), root.Input("username").Of("type")));
        Assert.Equal(("current-password", "password"), (root.Input("password").Of("autocomplete"), root.Input("password").Of("type")));
        Assert.DoesNotContain(root.Descendants(), element => element.Of("role") == "alert");
        Assert.Single(root.Descendants("form"));
    }

    [Fact]
    public async Task to_sign_in_again_gives_one_reason_keeps_the_user_name_and_never_the_password()
    {
        var root = await AllPages.ReadAsync(SignIn with { Username = "alice", Failed = true });

        Assert.Equal(
            "The user name or password is not right, or there were too many tries. Wait a little and try again.",
            Assert.Single(root.Descendants(), element => element.Of("role") == "alert").Value);
        Assert.StartsWith("Error: ", root.Descendants("title").Single().Value, StringComparison.Ordinal);
        Assert.Equal("alice", root.Input("username").Of("value"));
        Assert.Null(root.Input("password").Of("value"));
    }

    [Fact]
    public async Task to_sign_in_offers_each_outside_provider_in_a_form_without_the_password()
    {
        var root = await AllPages.ReadAsync(SignIn with { Providers = [new("ally", "The ally"), new("other", "Another")] });

        var second = root.Descendants("form").Last();
        Assert.Equal(
            [("ally", "Continue with The ally", true), ("other", "Continue with Another", true)],
            second.Descendants("button").Where(button => button.Of("name") == "provider")
                .Select(button => (button.Of("value")!, button.Value, button.Attribute("formnovalidate") is not null)));
        Assert.Equal([FormGuard.Field], second.Descendants("input").Select(input => input.Of("name")));
    }

    [Fact]
    public async Task for_consent_lists_every_scope_and_offers_allow_before_deny()
    {
        ConsentItem[] items = [new("openid", "Know who you are"), new("orders.read", "Read your orders")];

        foreach (var page in new Page[]
        {
            new ConsentPage("Acme", "Orders", "alice", AllPages.Action, "token", items),
            new DeviceConfirmPage("Acme", "Orders", "alice", AllPages.Action, "token", "WDJB-MJHT", items),
        })
        {
            var root = await AllPages.ReadAsync(page);
            Assert.Equal(["openid", "orders.read"], root.Descendants("li").Select(item => item.Element("code")!.Value));
            Assert.Equal(["allow", "deny"], Decisions(root));
        }
    }

    [Fact]
    public async Task for_a_device_shows_its_code_and_warns_of_somebody_elses()
    {
        var root = await AllPages.ReadAsync(new DeviceConfirmPage("Acme", "TV", "alice", AllPages.Action, "token", "WDJB-MJHT", []));

        Assert.Equal("WDJB-MJHT", root.Input("user_code").Of("value"));
        Assert.Equal("hidden", root.Input("user_code").Of("type"));
        Assert.Equal("WDJB-MJHT", root.Descendants("p").Single(text => text.Of("class") == "code").Value);
        Assert.Contains("only if you started this yourself", root.Descendants("p").Single(text => text.Of("class") == "warning").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task for_a_devices_code_turns_the_browsers_help_off()
    {
        var field = (await AllPages.ReadAsync(new DeviceCodePage("Acme", AllPages.Action, "token", "WDJB", Failed: true))).Input("user_code");

        Assert.Equal(("off", "characters", "WDJB", "error"), (field.Of("autocomplete"), field.Of("autocapitalize"), field.Of("value"), field.Of("aria-describedby")));
    }

    [Fact]
    public async Task to_sign_out_sends_the_request_along()
    {
        var root = await AllPages.ReadAsync(new SignOutPage("Acme", "alice", AllPages.Action, "token", [new("client_id", "spa"), new("state", "a b")]));

        Assert.Equal("Sign out of Acme?", root.Descendants("h1").Single().Value);
        Assert.Equal(["sign_out", "stay"], Decisions(root));
        Assert.Equal(("spa", "a b"), (root.Input("client_id").Of("value"), root.Input("state").Of("value")));
    }

    private static IEnumerable<string?> Decisions(XElement page) =>
        page.Descendants("button").Where(button => button.Of("name") == "decision").Select(button => button.Of("value"));
}
