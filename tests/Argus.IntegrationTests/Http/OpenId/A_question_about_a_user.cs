using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.OpenId;

[Collection(OpenIdCollection.Name)]
public class A_question_about_a_user(OpenIdNode openId)
{
    private const string UserInfo = OpenIdNode.Acme + "/oauth/userinfo";
    private readonly TestNode _node = openId.Node;

    [Theory]
    [InlineData("openid orders.read", "sub")]
    [InlineData("openid profile", "sub department name updated_at")]
    [InlineData("openid email", "sub email email_verified")]
    [InlineData("openid phone", "sub phone_number")]
    [InlineData("openid profile email phone offline_access", "sub department email email_verified name phone_number updated_at")]
    public async Task is_answered_as_far_as_the_scope_goes(string scope, string members)
    {
        var user = await openId.SignInAsync(scope: scope);

        var reply = (await _node.GetAsync(UserInfo, Bearer(user.Tokens.AccessToken))).IsNotStored();

        Assert.Equal((200, "application/json"), (reply.Status, reply.Header("Content-Type")));
        Assert.Equal(members.Split(' ').Order(), reply.Members.Order());
        Assert.Equal(user.Subject, reply.Member("sub"));
        if (reply.Members.Contains("name"))
            Assert.Equal(("Alice Ä", "sales", 7), (reply.Member("name"), reply.Member("department"), reply.Json.GetProperty("updated_at").GetInt32()));
    }

    [Fact]
    public async Task may_come_with_the_token_in_the_header_or_in_a_form()
    {
        var token = (await openId.SignInAsync()).Tokens.AccessToken;

        Assert.Equal(200, (await _node.GetAsync(UserInfo, ("Authorization", $"bearer {token}"))).Status);
        Assert.Equal(200, (await _node.SendAsync(HttpMethod.Post, UserInfo, Bearer(token))).Status);
        Assert.Equal(200, (await _node.PostAsync(UserInfo, "", null, Bearer(token))).Status);
        Assert.Equal(200, (await _node.PostAsync(UserInfo, $"access_token={token}")).Status);
    }

    [Fact]
    public async Task that_sends_the_token_in_two_ways_or_in_the_URL_is_malformed()
    {
        var token = (await openId.SignInAsync()).Tokens.AccessToken;

        IsRefused(await _node.PostAsync(UserInfo, $"access_token={token}", null, Bearer(token)), 400, "invalid_request");
        IsRefused(await _node.GetAsync($"{UserInfo}?access_token={token}"), 400, "invalid_request");
        IsRefused(await _node.GetAsync($"{UserInfo}?access_token={token}", Bearer(token)), 400, "invalid_request");
        IsRefused(await _node.PostAsync(UserInfo, $"access_token={token}&access_token={token}"), 400, "invalid_request");
        IsRefused(await _node.PostJsonAsync(UserInfo, "{}", headers: Bearer(token)), 400, "invalid_request");
    }

    [Fact]
    public async Task without_a_token_is_told_that_one_is_needed_and_no_more()
    {
        foreach (var reply in new[] { await _node.GetAsync(UserInfo), await _node.GetAsync(UserInfo, ("Authorization", Known.Billing.Basic.ToString())), await _node.PostAsync(UserInfo, "x=y") })
        {
            Assert.Equal((401, "unauthorized"), (reply.Status, reply.Error));
            Assert.Equal("Bearer realm=\"acme\"", reply.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task with_any_other_token_is_refused()
    {
        var user = await openId.SignInAsync();
        var elsewhere = await openId.SignInAsync(tenant: OpenIdNode.Gamma);
        string[] tokens =
        [
            "x", "a.b.c", user.IdToken, user.Tokens.Member("refresh_token")!, elsewhere.Tokens.AccessToken, user.Tokens.AccessToken[..^4] + "AAAA",
            await openId.ForgeAsync("acme", key => key.AccessTokenHeader, []), new string('x', 20_000),
        ];

        foreach (var token in tokens)
            IsRefused(await _node.GetAsync(UserInfo, Bearer(token)), 401, "invalid_token");
    }

    [Fact]
    public async Task with_a_token_that_is_not_for_it_lacks_scope()
    {
        var withoutOpenId = await openId.SignInAsync(scope: "orders.read");
        var ofService = await _node.TokenAsync(OpenIdNode.Acme, Known.Billing);

        foreach (var token in new[] { withoutOpenId.Tokens.AccessToken, ofService.AccessToken })
        {
            var reply = await _node.GetAsync(UserInfo, Bearer(token));
            IsRefused(reply, 403, "insufficient_scope");
            Assert.EndsWith(", scope=\"openid\"", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task is_answered_by_what_is_so_now()
    {
        await PutUserAsync("""{ "password": "correct horse battery staple 7!", "claims": { "name": "Before" } }""");
        var user = await openId.SignInAsync("dora", "openid profile");
        Assert.Equal("Before", (await _node.GetAsync(UserInfo, Bearer(user.Tokens.AccessToken))).Member("name"));

        await PutUserAsync("""{ "claims": { "name": "After" } }""");
        Assert.Equal("After", (await _node.GetAsync(UserInfo, Bearer(user.Tokens.AccessToken))).Member("name"));

        await openId.Admin.PostAsync("/tenants/acme/users/dora/disable");
        IsRefused(await _node.GetAsync(UserInfo, Bearer(user.Tokens.AccessToken)), 401, "invalid_token");
    }

    [Fact]
    public async Task is_refused_with_a_token_whose_family_is_revoked_and_recorded_like_an_introspection()
    {
        var user = await openId.SignInAsync();
        var jti = new Compact(user.Tokens.AccessToken).Jti;
        Assert.Equal(200, (await _node.GetAsync(UserInfo, Bearer(user.Tokens.AccessToken))).Status);
        Assert.Equal(200, (await _node.PostAsync($"{OpenIdNode.Acme}/oauth/revoke", $"client_id={OpenIdNode.App}&token={user.Tokens.Member("refresh_token")}")).Status);

        IsRefused(await _node.GetAsync(UserInfo, Bearer(user.Tokens.AccessToken)), 401, "invalid_token");

        foreach (var outcome in new[] { "active", "revoked" })
            await Eventually.Holds($"it is recorded as {outcome}", TimeSpan.FromSeconds(60), async () => (await _node.EntriesAsync("acme", "token.verifications_recorded")).Any(entry =>
                entry.GetProperty("data").GetProperty("verifications").EnumerateArray().Any(record =>
                    record.GetProperty("caller").GetString() == OpenIdNode.App && record.GetProperty("outcome").GetString() == outcome && record.GetProperty("tokens").TryGetProperty(jti, out _))));
    }

    private async Task PutUserAsync(string json) => Assert.Equal(200, (await openId.Admin.PutAsync("/tenants/acme/users/dora", json)).Status);

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private static void IsRefused(Reply reply, int status, string error)
    {
        Assert.True((status, error) == (reply.Status, reply.Error), $"expected {status} {error}, got {reply}");
        Assert.StartsWith($"Bearer realm=\"acme\", error=\"{error}\", error_description=\"", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        reply.IsNotStored();
    }
}
