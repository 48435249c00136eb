using Argus.IntegrationTests.Http.Driving;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Argus.IntegrationTests.Interop;

[Collection(OneNodeCollection.Name)]
public class A_token_at_other_libraries(OneNode one, NpmClients npm) : IClassFixture<NpmClients>
{
    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task verifies_with_Microsoft_IdentityModel_and_the_published_keys()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;

        var result = await ValidateAsync(token, Known.Orders);
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("client:billing", result.ClaimsIdentity.FindFirst("sub")?.Value);

        Assert.IsType<SecurityTokenInvalidSignatureException>((await ValidateAsync(Compact.Tampered(token), Known.Orders)).Exception);
        Assert.IsType<SecurityTokenInvalidAudienceException>((await ValidateAsync(token, Known.Stock)).Exception);
        Assert.False((await ValidateAsync((await _node.TokenAsync(Known.Gamma, Known.Billing)).AccessToken, Known.Orders)).IsValid);
    }

    [Fact]
    public async Task verifies_with_jose_and_the_remote_key_set()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        var issuer = _node.Issuer(Known.Acme);

        var good = await npm.RunScriptAsync("jose.mjs", new { issuer, audience = Known.Orders, token });
        Assert.True(good.GetProperty("verified").GetBoolean(), good.GetRawText());
        Assert.Equal(new Compact(token).Payload.GetRawText(), good.GetProperty("payload").GetRawText());

        await IsRefusedAsync("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", new { issuer, audience = Known.Orders, token = Compact.Tampered(token) });
        await IsRefusedAsync("ERR_JWT_CLAIM_VALIDATION_FAILED", new { issuer, audience = Known.Stock, token });
        await IsRefusedAsync("ERR_JWKS_NO_MATCHING_KEY", new { issuer = _node.Issuer(Known.Gamma), audience = Known.Orders, token });
    }

    [Fact]
    public async Task goes_its_whole_way_with_oauth4webapi()
    {
        var issuer = _node.Issuer(Known.Acme);

        var result = await npm.RunScriptAsync("oauth4webapi.mjs", new { issuer, client = Known.Billing, api = Known.OrdersApi, resource = Known.Orders });

        Assert.Equal(issuer, result.GetProperty("oidc").GetString());
        Assert.Equal(issuer, result.GetProperty("oauth2").GetString());
        Assert.True(result.GetProperty("plain").GetProperty("active").GetBoolean());
        Assert.Equal(result.GetProperty("plain").GetRawText(), result.GetProperty("signed").GetRawText());
        Assert.Equal("client:billing", result.GetProperty("claims").GetProperty("sub").GetString());
        Assert.Equal("""{"active":false}""", result.GetProperty("revoked").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Known.Acme)]
    public async Task goes_its_whole_way_with_openid_client(string tenant)
    {
        var issuer = _node.Issuer(tenant);

        var result = await npm.RunScriptAsync("openid-client.mjs", new { issuer, client = Known.Billing, api = Known.OrdersApi, resource = Known.Orders });

        Assert.Equal(issuer, result.GetProperty("issuer").GetString());
        Assert.InRange(result.GetProperty("expiresIn").GetInt32(), 200, 300);
        Assert.True(result.GetProperty("active").GetProperty("active").GetBoolean());
        Assert.Equal("orders.read", result.GetProperty("active").GetProperty("scope").GetString());
        Assert.Equal("""{"active":false}""", result.GetProperty("revoked").GetRawText());
        Assert.Equal("""{"error":"invalid_scope","status":400}""", result.GetProperty("refused").GetRawText());
    }

    private async Task IsRefusedAsync(string code, object input)
    {
        var result = await npm.RunScriptAsync("jose.mjs", input);
        Assert.False(result.GetProperty("verified").GetBoolean());
        Assert.Equal(code, result.GetProperty("code").GetString());
    }

    private async Task<TokenValidationResult> ValidateAsync(string token, string audience)
    {
        var keys = new JsonWebKeySet((await _node.GetAsync("/t/acme/.well-known/jwks.json")).Text);
        return new JsonWebTokenHandler().ValidateToken(token, new TokenValidationParameters
        {
            ValidIssuer = _node.Issuer(Known.Acme),
            ValidAudience = audience,
            IssuerSigningKeys = keys.GetSigningKeys(),
            RequireSignedTokens = true,
        });
    }
}
