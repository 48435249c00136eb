using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

/// <summary>RFC 9701.</summary>
[Collection(OneNodeCollection.Name)]
public class A_signed_introspection(OneNode one)
{
    private const string MediaType = "application/token-introspection+jwt";

    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData(MediaType)]
    [InlineData("application/json;q=0.1, application/token-introspection+jwt")]
    [InlineData("APPLICATION/Token-Introspection+JWT")]
    public async Task verifies_with_the_key_set_and_says_what_the_plain_form_says(string accept)
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        var plain = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token);

        var reply = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token, ("Accept", accept));

        Assert.Equal(200, reply.Status);
        Assert.Equal(MediaType, reply.Header("Content-Type"));
        reply.IsNotStored();
        var jwt = new Compact(reply.Text);
        Assert.True(jwt.VerifiesWith((await _node.GetAsync("/t/acme/.well-known/jwks.json")).Json.GetProperty("keys")[0]));
        Assert.Equal("token-introspection+jwt", jwt.Header.GetProperty("typ").GetString());
        Assert.Equal("RS256", jwt.Header.GetProperty("alg").GetString());
        Assert.Equal(["aud", "iat", "iss", "token_introspection"], jwt.Claims.Order());
        Assert.Equal(_node.Issuer("/t/acme"), jwt.Payload.GetProperty("iss").GetString());
        Assert.Equal("orders-api", jwt.Payload.GetProperty("aud").GetString());
        Assert.Equal(plain.Text, jwt.Payload.GetProperty("token_introspection").GetRawText());
    }

    [Fact]
    public async Task says_of_an_inactive_token_that_it_is_inactive_and_no_more()
    {
        var reply = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, "garbage", ("Accept", MediaType));

        Assert.Equal("""{"active":false}""", new Compact(reply.Text).Payload.GetProperty("token_introspection").GetRawText());
    }

    [Fact]
    public async Task is_no_access_token()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        var signed = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token, ("Accept", MediaType));

        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, signed.Text)).IsInactive();
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/token-introspection+jwt;q=0")]
    [InlineData("nonsense;;;=")]
    public async Task is_given_only_to_those_who_ask_for_it(string accept)
    {
        var reply = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, "garbage", ("Accept", accept));

        reply.IsInactive();
    }
}
