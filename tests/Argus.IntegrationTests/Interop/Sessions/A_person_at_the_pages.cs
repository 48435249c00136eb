using System.Text.Json;
using Microsoft.Playwright;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>The pages that a session's straight way does not show, in Chromium; each is judged by axe-core.</summary>
[Collection(ArgusAuthorityCollection.Name)]
public sealed class A_person_at_the_pages(ArgusAuthority authority, Chromium chromium)
{
    [Fact]
    public async Task is_told_that_a_password_is_wrong_and_can_try_again()
    {
        await using var window = await OpenAsync();
        await AskToSignInAsync(window);

        await window.SignInAsync(Participants.Alice.Id, "not the password");
        await window.SeesAsync(window.Page.GetByRole(AriaRole.Alert));
        await IsFineAsync(window);
        await window.SignInAsync(Participants.Alice.Id, Participants.Alice.Secret);
        await window.DecideAsync("allow");

        await window.HappenedAsync("signed in");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task can_deny_what_a_client_asks_for()
    {
        await using var window = await OpenAsync();
        await AskToSignInAsync(window);

        await window.SignInAsync(Participants.Alice.Id, Participants.Alice.Secret);
        await window.DecideAsync("deny");

        await window.SeesAsync(window.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "access_denied" }));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task types_the_code_that_a_device_shows()
    {
        await using var window = await OpenAsync();
        var device = await StartDeviceAsync();

        await window.Page.GotoAsync(device.GetProperty("verification_uri").GetString()!);
        await IsFineAsync(window);
        await window.Page.Locator("input[name=user_code]").FillAsync("WRONG-CODE");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.SeesAsync(window.Page.GetByRole(AriaRole.Alert));
        await IsFineAsync(window);
        await window.Page.Locator("input[name=user_code]").FillAsync(device.GetProperty("user_code").GetString()!.ToLowerInvariant());
        await window.Page.Keyboard.PressAsync("Enter");
        await window.SignInAsync(Participants.Alice.Id, Participants.Alice.Secret);
        await window.SeesAsync(window.Decision("allow"));
        await IsFineAsync(window);
        await window.DecideAsync("allow");

        await window.Decision("allow").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await IsFineAsync(window);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task gets_a_page_and_no_redirect_where_a_client_is_unknown()
    {
        await using var window = await OpenAsync();

        var answer = await window.Page.GotoAsync($"{authority.Issuer}/oauth/authorize?client_id=nobody&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=code");

        Assert.Equal(400, answer!.Status);
        Assert.StartsWith(authority.Issuer, window.Page.Url, StringComparison.Ordinal);
        await IsFineAsync(window);
    }

    [Fact]
    public async Task signs_out_without_a_client()
    {
        await using var window = await OpenAsync();
        await AskToSignInAsync(window);
        await window.SignInAsync(Participants.Alice.Id, Participants.Alice.Secret);
        await window.DecideAsync("allow");
        await window.HappenedAsync("signed in");

        await window.Page.GotoAsync($"{authority.Issuer}/oauth/logout");
        await window.DecideAsync("sign_out");
        await window.Decision("sign_out").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await IsFineAsync(window);
        Assert.Empty(window.Complaints);
    }

    private async Task<Window> OpenAsync()
    {
        authority.Npm.SkipWhenMissing();
        return await chromium.OpenAsync();
    }

    private Task IsFineAsync(Window window) => Accessibility.HoldsAsync(window.Page, authority.Npm.Directory);

    private async Task AskToSignInAsync(Window window)
    {
        await window.Page.GotoAsync(authority.Site.Origin);
        await window.HappenedAsync("ready");
        await window.PressAsync("Sign in");
    }

    private async Task<JsonElement> StartDeviceAsync()
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("client_id", Participants.Device), new("scope", Participants.Scope), new("resource", Participants.Resource)]);
        using var answer = await http.PostAsync(new Uri($"{authority.Issuer}/oauth/device"), form, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }
}
