using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_token_for_a_client(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task comes_with_exactly_the_members_of_RFC_6749_and_is_not_stored(bool basic)
    {
        var reply = basic
            ? await _node.TokenAsync(Known.Acme, Known.Billing)
            : await _node.PostAsync("/t/acme/oauth/token", $"grant_type=client_credentials&{Known.Billing.Post}");

        Assert.Equal(200, reply.Status);
        Assert.Equal(["access_token", "token_type", "expires_in", "scope"], reply.Members);
        Assert.Equal("Bearer", reply.Member("token_type"));
        Assert.Equal(300, reply.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("orders.read orders.write", reply.Member("scope"));
        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.Equal($"{reply.Body.Length}", reply.Header("Content-Length"));
        Assert.Null(reply.Header("WWW-Authenticate"));
        Assert.Null(reply.Header("Server"));
        reply.IsNotStored();
    }

    [Fact]
    public async Task has_the_header_and_the_claims_of_RFC_9068_and_no_others()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var token = new Compact((await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken);
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var key = (await _node.GetAsync("/t/acme/.well-known/jwks.json")).Json.GetProperty("keys")[0];

        Assert.Equal($$"""{"alg":"RS256","typ":"at+jwt","kid":"{{Compact.Thumbprint(key)}}"}""", Ordered(token.Header, "alg", "typ", "kid"));
        Assert.True(token.VerifiesWith(key));
        Assert.Equal(["aud", "client_id", "exp", "iat", "iss", "jti", "nbf", "scope", "sub"], token.Claims.Order());
        var claims = token.Payload;
        Assert.Equal(_node.Issuer("/t/acme"), claims.GetProperty("iss").GetString());
        Assert.Equal("client:billing", claims.GetProperty("sub").GetString());
        Assert.Equal(Known.Orders, claims.GetProperty("aud").GetString());
        Assert.Equal("billing", claims.GetProperty("client_id").GetString());
        Assert.Equal("orders.read orders.write", claims.GetProperty("scope").GetString());
        Assert.InRange(claims.GetProperty("iat").GetInt64(), before, after);
        Assert.Equal(claims.GetProperty("iat").GetInt64(), claims.GetProperty("nbf").GetInt64());
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Matches("^[0-9a-v]{26}$", token.Jti);
    }

    [Fact]
    public async Task lives_as_long_as_the_tenant_says()
    {
        var reply = await _node.TokenAsync(Known.Brief, Known.Billing);

        Assert.Equal(1, reply.Json.GetProperty("expires_in").GetInt32());
        var claims = new Compact(reply.AccessToken).Payload;
        Assert.Equal(1, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task is_another_one_each_time()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _node.TokenAsync(Known.Acme, Known.Billing)));

        Assert.Equal(50, tokens.Select(token => new Compact(token.AccessToken).Jti).Distinct().Count());
    }

    [Fact]
    public async Task is_issued_by_the_tenant_of_the_path_of_the_host_or_of_the_root()
    {
        var beta = await _node.TokenAsync("", Known.Billing, "", ("Host", Known.BetaHost));
        Assert.Equal($"http://{Known.BetaHost}:{_node.Url.Port}", new Compact(beta.AccessToken).Payload.GetProperty("iss").GetString());

        var gamma = await _node.TokenAsync(Known.Gamma, Known.Billing);
        Assert.Equal(_node.Issuer("/t/gamma"), new Compact(gamma.AccessToken).Payload.GetProperty("iss").GetString());

        var keys = await Task.WhenAll(_node.GetAsync("/.well-known/jwks.json"), _node.GetAsync("/t/gamma/.well-known/jwks.json"), _node.GetAsync("/.well-known/jwks.json", ("Host", Known.BetaHost)));
        Assert.Equal(3, keys.Select(reply => reply.Text).Distinct().Count());
    }

    private static string Ordered(System.Text.Json.JsonElement element, params string[] names)
    {
        Assert.Equal(names.Order(), element.EnumerateObject().Select(member => member.Name).Order());
        return "{" + string.Join(',', names.Select(name => $"\"{name}\":{element.GetProperty(name).GetRawText()}")) + "}";
    }
}
