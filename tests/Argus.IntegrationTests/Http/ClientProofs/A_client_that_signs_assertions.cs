using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.ClientProofs;

[Collection(ProofNodesCollection.Name)]
public class A_client_that_signs_assertions(ProofNodes nodes)
{
    private const string Client = "signer";

    private static readonly Dictionary<string, Func<KeyHolder, string>> Unsound = new()
    {
        ["for the token endpoint"] = key => key.Assertion(Client, ProofNodes.TokenUrl),
        ["for another tenant"] = key => key.Assertion(Client, ProofNodes.Public + ProofNodes.Demanding),
        ["for another beside"] = key => key.Assertion(Client, new[] { ProofNodes.Issuer, ProofNodes.TokenUrl }),
        ["that is over"] = key => key.Assertion(Client, ProofNodes.Issuer, age: 200),
        ["that lasts too long"] = key => key.Assertion(Client, ProofNodes.Issuer, lifetime: 301),
        ["without a name"] = key => key.Assertion(Client, ProofNodes.Issuer, jti: null),
        ["by another issuer"] = key => key.Assertion(Client, ProofNodes.Issuer, iss: "billing"),
        ["of another subject"] = key => key.Assertion(Client, ProofNodes.Issuer, sub: "billing"),
        ["that nobody signed"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"none","kid":"one"}"""),
        ["signed with a shared secret"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"HS256","kid":"one"}"""),
        ["signed with ES256"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"ES256","kid":"one"}"""),
        ["signed with PS256"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"PS256","kid":"one"}"""),
        ["without a key's name"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"RS256"}"""),
        ["with an unknown key's name"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"RS256","kid":"two"}"""),
        ["that is an access token by its type"] = key => key.Assertion(Client, ProofNodes.Issuer, """{"alg":"RS256","kid":"one","typ":"at+jwt"}"""),
        ["that brings its key"] = key => key.Assertion(Client, ProofNodes.Issuer, $$"""{"alg":"ES256","kid":"one","jwk":{{key.EcJwk}}}"""),
        ["that is no JWT"] = _ => "a.b.c",
    };

    public static TheoryData<string> Kinds => [.. Unsound.Keys];

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"one"}""")]
    [InlineData("""{"alg":"RS256","kid":"one","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","kid":"one","typ":"client-authentication+jwt"}""")]
    public async Task gets_a_token_and_no_bound_one(string header)
    {
        var reply = await TokenAsync(nodes.First, nodes.Signer.Assertion(Client, ProofNodes.Issuer, header));

        Assert.Equal((200, "Bearer"), (reply.Status, reply.Member("token_type")));
        Assert.DoesNotContain("cnf", new Compact(reply.AccessToken).Claims);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task is_refused_with_one(string kind)
    {
        var reply = await TokenAsync(nodes.First, Unsound[kind](nodes.Signer));

        reply.Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task is_refused_with_another_s_key() =>
        (await TokenAsync(nodes.First, nodes.Elsewhere.Assertion(Client, ProofNodes.Issuer))).Refuses(401, "invalid_client");

    [Fact]
    public async Task uses_each_once_on_whatever_node()
    {
        var assertion = nodes.Signer.Assertion(Client, ProofNodes.Issuer);

        Assert.Equal(200, (await TokenAsync(nodes.First, assertion)).Status);
        (await TokenAsync(nodes.First, assertion)).Refuses(401, "invalid_client");
        (await TokenAsync(nodes.Second, assertion)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task may_say_its_name_beside_and_nothing_else()
    {
        Assert.Equal(200, (await TokenAsync(nodes.First, nodes.Signer.Assertion(Client, new[] { ProofNodes.Issuer }), "&client_id=signer")).Status);
        (await TokenAsync(nodes.First, nodes.Signer.Assertion(Client, ProofNodes.Issuer), "&client_id=billing")).Refuses(401, "invalid_client");
        (await TokenAsync(nodes.First, nodes.Signer.Assertion(Client, ProofNodes.Issuer), "&client_secret=x")).Refuses(400, "invalid_request");
    }

    [Fact]
    public async Task has_no_other_way()
    {
        (await nodes.First.TokenAsync(ProofNodes.Tenant, new Client(Client, "x"))).Refuses(401, "invalid_client");
        (await nodes.First.PostAsync(ProofNodes.Tenant + "/oauth/token", "grant_type=client_credentials&client_id=signer")).Refuses(401, "invalid_client");
        (await nodes.First.PostAsync(
            ProofNodes.Tenant + "/oauth/token", "grant_type=client_credentials&" + KeyHolder.Form(nodes.Signer.Assertion(Client, ProofNodes.Issuer), "saml2-bearer")))
            .Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task with_a_secret_registered_is_refused() =>
        (await TokenAsync(nodes.First, nodes.Signer.Assertion("billing", ProofNodes.Issuer))).Refuses(401, "invalid_client");

    [Fact]
    public async Task may_keep_its_keys_elsewhere()
    {
        Assert.Equal(200, (await TokenAsync(nodes.First, nodes.Elsewhere.Assertion("elsewhere", ProofNodes.Issuer))).Status);
        (await TokenAsync(nodes.First, nodes.Signer.Assertion("elsewhere", ProofNodes.Issuer))).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task may_be_a_workload_with_a_JWT_SVID_which_is_good_once()
    {
        var svid = Svid("spiffe://acme.example/billing", ProofNodes.Issuer);

        Assert.Equal(200, (await TokenAsync(nodes.First, svid, type: "jwt-spiffe")).Status);
        (await TokenAsync(nodes.Second, svid, type: "jwt-spiffe")).Refuses(401, "invalid_client");
        (await TokenAsync(nodes.First, Svid("spiffe://acme.example/billing", ProofNodes.TokenUrl), type: "jwt-spiffe")).Refuses(401, "invalid_client");
        (await TokenAsync(nodes.First, Svid("spiffe://acme.example/billing", ProofNodes.Issuer), type: "jwt-bearer")).Refuses(401, "invalid_client");
        (await TokenAsync(nodes.First, Svid("spiffe://acme.example/billing", ProofNodes.Issuer), "&client_id=other-workload", "jwt-spiffe")).Refuses(401, "invalid_client");
        Assert.Equal(200, (await TokenAsync(nodes.First, Svid("spiffe://acme.example/other", ProofNodes.Issuer), "&client_id=other-workload", "jwt-spiffe")).Status);
    }

    private string Svid(string name, string audience) => nodes.Workload.Sign(
        """{"alg":"ES256","kid":"w"}""", $$"""{"sub":"{{name}}","aud":["{{audience}}"],"exp":{{KeyHolder.Now + 200}},"iat":{{KeyHolder.Now}},"x":"{{Guid.CreateVersion7()}}"}""");

    private static Task<Reply> TokenAsync(TestNode node, string assertion, string more = "", string type = "jwt-bearer") =>
        node.PostAsync(ProofNodes.Tenant + "/oauth/token", "grant_type=client_credentials&" + KeyHolder.Form(assertion, type) + more);
}
