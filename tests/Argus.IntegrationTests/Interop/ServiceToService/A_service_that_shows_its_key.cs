using System.Buffers.Text;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>With libraries that nobody here wrote: private_key_jwt at every endpoint, and tokens bound by DPoP.</summary>
[Collection(ServiceAuthorityCollection.Name)]
public class A_service_that_shows_its_key(ServiceAuthority authority, NpmClients npm) : IClassFixture<NpmClients>
{
    [Theory]
    [InlineData("oauth4webapi", "ES256", ServiceAuthority.Services, 0)]
    [InlineData("oauth4webapi", "PS256", ServiceAuthority.Demanding, 2)]
    [InlineData("openid-client", "RS256", ServiceAuthority.Services, 0)]
    [InlineData("openid-client", "ES256", ServiceAuthority.Demanding, 2)]
    public async Task goes_its_whole_way(string library, string algorithm, string tenant, int leastNonces)
    {
        var issuer = authority.Node.Service<Argus.Authority.Issuers>().PublicUrl + tenant;
        await using var api = await BoundApi.StartAsync(issuer);

        var seen = await npm.RunScriptAsync($"{library}-services.mjs", new
        {
            issuer, client = ServiceAuthority.Signer, jwk = PrivateJwk(), api = api.Url + "/orders", resource = Known.Orders, scope = "openid offline_access orders.read",
            user = new { name = "alice", password = "correct horse 8 battery" }, redirectUri = "https://app.acme.example/cb", algorithm,
        });

        Assert.Equal(("bearer", "dpop"), (Text(seen, "plain"), Text(seen, "bound")));
        Assert.Equal("""["dpop","dpop"]""", Raw(seen, "user"));
        var active = seen.GetProperty("active");
        Assert.True(active.GetProperty("active").GetBoolean());
        Assert.Equal(("DPoP", Text(seen, "thumbprint")), (Text(active, "token_type"), Text(active.GetProperty("cnf"), "jkt")));
        Assert.Equal(("signer for itself", "signer for a user"), (Text(seen, "called"), Text(seen, "userCalled")));
        Assert.Equal("""{"error":"invalid_token","status":401}""", Raw(seen, "stolen"));
        Assert.Equal("""{"error":"invalid_token","status":401}""", Raw(seen, "asBearer"));
        Assert.Equal("""{"active":false}""", Raw(seen, "revoked"));
        Assert.True(seen.GetProperty("isUser").GetBoolean());
        Assert.Equal("""{"error":"invalid_grant","status":400}""", Raw(seen, "codeOfAnother"));
        Assert.InRange(seen.GetProperty("nonces").GetInt32(), leastNonces, leastNonces * 10);
    }

    private object PrivateJwk()
    {
        var key = authority.Key.Rsa.ExportParameters(true);
        static string Encode(byte[]? bytes) => Base64Url.EncodeToString(bytes);
        return new
        {
            kty = "RSA", kid = "one", n = Encode(key.Modulus), e = Encode(key.Exponent), d = Encode(key.D),
            p = Encode(key.P), q = Encode(key.Q), dp = Encode(key.DP), dq = Encode(key.DQ), qi = Encode(key.InverseQ),
        };
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static string Raw(JsonElement element, string member) => element.GetProperty(member).GetRawText();
}
