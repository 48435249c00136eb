namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>oidc-client-ts in a real browser, on real pages.</summary>
public abstract class A_single_page_app(Authority authority, Chromium chromium)
{
    /// <summary>Whether the server asks before it signs out, though the client has shown whose session it is (RP-Initiated Logout §2 leaves that open).</summary>
    protected virtual bool AsksBeforeSignOut => true;

    [Fact]
    public async Task signs_in_renews_and_signs_out()
    {
        authority.Npm.SkipWhenMissing();
        await using var window = await chromium.OpenAsync();
        await window.Page.GotoAsync(authority.Site.Origin);
        await window.HappenedAsync("ready");

        await window.PressAsync("Sign in");
        await window.SeesAsync(window.Page.GetByLabel("Password"));
        await Accessibility.HoldsAsync(window.Page, authority.Npm.Directory);
        await window.SignInAsync(Participants.Alice.Id, Participants.Alice.Secret);
        await window.SeesAsync(window.Decision("allow"));
        await Accessibility.HoldsAsync(window.Page, authority.Npm.Directory);
        await window.DecideAsync("allow");

        var signedIn = await window.HappenedAsync("signed in");
        Assert.Equal("Alice", signedIn.GetProperty("profile").GetProperty("name").GetString());
        Assert.Equal(Participants.Scope.Split(' ').Order(), signedIn.GetProperty("scope").GetString()!.Split(' ').Order());

        await window.PressAsync("Renew");
        var renewed = await window.HappenedAsync("renewed");
        Assert.True(renewed.GetProperty("rotated").GetBoolean() && renewed.GetProperty("anew").GetBoolean(), renewed.GetRawText());

        await window.PressAsync("Sign out");
        if (AsksBeforeSignOut)
        {
            await window.SeesAsync(window.Decision("sign_out", "yes"));
            await Accessibility.HoldsAsync(window.Page, authority.Npm.Directory);
            await window.DecideAsync("sign_out", "yes");
        }

        await window.HappenedAsync("signed out");

        await window.PressAsync("Sign in");
        await window.SeesAsync(window.Page.GetByLabel("Password"));
        Assert.Empty(window.Complaints);
    }
}
