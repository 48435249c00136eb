using System.Text.Json;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>A person's session as clients that nobody here wrote have it. Each step is in the library's own words: it refuses what it should not have got.</summary>
public abstract class A_session(Authority authority)
{
    private const string LoopbackRedirect = "http://127.0.0.1:49152/callback";

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task of_a_public_client_goes_its_whole_way(string library)
    {
        var seen = await RunAsync($"{library}-session.mjs", new { Id = Participants.Spa }, LoopbackRedirect, () => authority.Site.SignedOut);

        GoesItsWholeWay(seen, Participants.Spa);
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task of_a_confidential_client_goes_its_whole_way_with_pushed_requests(string library)
    {
        var seen = await RunAsync($"{library}-session.mjs", Participants.Web, Participants.WebRedirect, () => Participants.WebSignedOut, pushed: true);

        GoesItsWholeWay(seen, Participants.Web.Id);
        Assert.Equal("""{"error":null,"pages":0}""", seen.GetProperty("silent").GetRawText());
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task of_a_device_is_allowed_elsewhere(string library)
    {
        var seen = await RunAsync($"{library}-device.mjs", new { Id = Participants.Device }, "", () => "");

        Assert.NotEmpty(seen.GetProperty("userCode").GetString()!);
        Assert.NotEmpty(seen.GetProperty("sub").GetString()!);
        Assert.Equal(Participants.Scope.Split(' ').Order(), Words(seen, "scope"));
        AsksForThePassword(seen, times: 1);
        if (seen.TryGetProperty("refreshed", out var refreshed))
            Assert.True(refreshed.GetBoolean());
        if (seen.TryGetProperty("pending", out var pending))
            Assert.Equal(("authorization_pending", "invalid_grant"), (pending.GetString(), seen.GetProperty("twice").GetString()));
    }

    private async Task<JsonElement> RunAsync(string script, object app, string redirectUri, Func<string> postLogoutRedirectUri, bool pushed = false)
    {
        authority.Npm.SkipWhenMissing();
        return await authority.Npm.RunScriptAsync(script, new
        {
            authority.Issuer,
            app,
            Participants.Api,
            Participants.Resource,
            Participants.Scope,
            User = new { Name = Participants.Alice.Id, Password = Participants.Alice.Secret },
            redirectUri,
            PostLogoutRedirectUri = postLogoutRedirectUri(),
            pushed,
        });
    }

    private void GoesItsWholeWay(JsonElement seen, string client)
    {
        Assert.Equal((authority.Issuer, authority.Issuer), (seen.GetProperty("issuer").GetString(), seen.GetProperty("iss").GetString()));
        var subject = seen.GetProperty("idToken").GetProperty("sub").GetString();
        Assert.Equal(client, seen.GetProperty("idToken").GetProperty("aud").GetString());
        Assert.Equal((subject, "Alice"), (seen.GetProperty("userinfo").GetProperty("sub").GetString(), seen.GetProperty("userinfo").GetProperty("name").GetString()));
        Assert.False(seen.GetProperty("userinfo").TryGetProperty("email", out _), "nobody asked for the address");
        Assert.Equal(Participants.Scope.Split(' ').Order(), Words(seen, "scope"));

        Assert.Equal(3, seen.GetProperty("refreshTokens").GetInt32());
        var active = seen.GetProperty("active");
        Assert.True(active.GetProperty("active").GetBoolean());
        Assert.Equal((subject, client), (active.GetProperty("sub").GetString(), active.GetProperty("client_id").GetString()));
        Assert.Contains("orders.read", Words(active, "scope"));
        Assert.Equal("""{"active":false}""", seen.GetProperty("revoked").GetRawText());
        Assert.Equal("""{"error":"invalid_grant","status":400}""", seen.GetProperty("refused").GetRawText());
        if (authority.SignsAccessTokens && seen.TryGetProperty("claims", out var claims))
            Assert.Equal((subject, client), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString()));

        Assert.True(seen.GetProperty("left").GetBoolean());
        Assert.Equal("login_required", seen.GetProperty("afterwards").GetString());
        AsksForThePassword(seen, times: 1);
    }

    private static void AsksForThePassword(JsonElement seen, int times) =>
        Assert.Equal(times, seen.GetProperty("pages").EnumerateArray().Count(page => page.EnumerateArray().Any(field => field.GetString() == "password")));

    private static string[] Words(JsonElement seen, string name) => [.. seen.GetProperty(name).GetString()!.Split(' ').Order()];
}
