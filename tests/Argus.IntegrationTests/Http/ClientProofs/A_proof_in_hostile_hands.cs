using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.ClientProofs;

/// <summary>What is good once is good once, however many ask at the same moment and wherever; and what is one client's is no other's.</summary>
[Collection(ProofNodesCollection.Name)]
public class A_proof_in_hostile_hands(ProofNodes nodes)
{
    private const int AtOnce = 64;
    private const string Client = "signer";

    private static readonly Dictionary<string, Func<ProofNodes, string>> Unsound = new()
    {
        ["that lasts an hour"] = nodes => nodes.Signer.Assertion(Client, ProofNodes.Issuer, lifetime: 3600),
        ["from the future"] = nodes => nodes.Signer.Assertion(Client, ProofNodes.Issuer, age: -200),
        ["without a subject"] = nodes => Signed(nodes.Signer, new { iss = Client, aud = ProofNodes.Issuer, iat = KeyHolder.Now, exp = KeyHolder.Now + 60, jti = "no-subject" }),
        ["without an issuer"] = nodes => Signed(nodes.Signer, new { sub = Client, aud = ProofNodes.Issuer, iat = KeyHolder.Now, exp = KeyHolder.Now + 60, jti = "no-issuer" }),
        ["without an end"] = nodes => Signed(nodes.Signer, new { iss = Client, sub = Client, aud = ProofNodes.Issuer, iat = KeyHolder.Now, jti = "no-end" }),
        ["without an audience"] = nodes => Signed(nodes.Signer, new { iss = Client, sub = Client, iat = KeyHolder.Now, exp = KeyHolder.Now + 60, jti = "no-audience" }),
        ["for nobody"] = nodes => nodes.Signer.Assertion(Client, Array.Empty<string>()),
        ["for its issuer twice and another"] = nodes => nodes.Signer.Assertion(Client, new[] { ProofNodes.Issuer, ProofNodes.Issuer, "https://elsewhere.example" }),
        ["for its issuer with a slash"] = nodes => nodes.Signer.Assertion(Client, ProofNodes.Issuer + "/"),
        ["under another client's key by that key's name"] = nodes => nodes.Named.Assertion(Client, ProofNodes.Issuer, """{"alg":"RS256","kid":"two"}"""),
        ["under its own key by another client's key's name"] = nodes => nodes.Signer.Assertion(Client, ProofNodes.Issuer, """{"alg":"RS256","kid":"two"}"""),
        ["with an algorithm in other letters"] = nodes => nodes.Signer.Assertion(Client, ProofNodes.Issuer).Replace("eyJhbGciOiJSUzI1NiI", "eyJhbGciOiJyczI1NiI", StringComparison.Ordinal),
    };

    public static TheoryData<string> Kinds => [.. Unsound.Keys];

    private TestNode Either(int index) => index % 2 == 0 ? nodes.First : nodes.Second;

    [Fact]
    public async Task opens_once_when_an_assertion_comes_to_two_nodes_at_the_same_moment()
    {
        var assertion = nodes.Signer.Assertion(Client, ProofNodes.Issuer);

        var replies = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(index => TokenAsync(Either(index), assertion)));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply.Status != 200), reply => reply.Refuses(401, "invalid_client"));
    }

    [Fact]
    public async Task opens_once_when_a_DPoP_proof_comes_to_two_nodes_at_the_same_moment()
    {
        using var key = new KeyHolder();
        var proof = key.Proof("POST", ProofNodes.TokenUrl);

        var replies = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(index => Either(index).TokenAsync(ProofNodes.Tenant, Known.Billing, "", ("DPoP", proof))));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply.Status != 200), reply => reply.Refuses(400, "invalid_dpop_proof"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task is_refused(string kind) => (await TokenAsync(nodes.First, Unsound[kind](nodes))).Refuses(401, "invalid_client");

    [Fact]
    public async Task is_refused_with_a_name_of_10_KB()
    {
        var reply = await TokenAsync(nodes.First, nodes.Signer.Assertion(Client, ProofNodes.Issuer, jti: new string('j', 10 * 1024)));

        Assert.True(reply is { Status: 400, Error: "invalid_request" } or { Status: 401, Error: "invalid_client" }, reply.ToString());
    }

    [Fact]
    public async Task is_one_client_s_even_where_two_have_the_same_key()
    {
        const string jti = "the-same-name-by-both";
        var (signers, twins) = (nodes.Signer.Assertion(Client, ProofNodes.Issuer, jti: jti), nodes.Signer.Assertion("twin", ProofNodes.Issuer, jti: jti));

        (await TokenAsync(nodes.First, signers, "&client_id=twin")).Refuses(401, "invalid_client");
        (await TokenAsync(nodes.First, nodes.Signer.Assertion(Client, ProofNodes.Issuer, sub: "twin"))).Refuses(401, "invalid_client");
        Assert.Equal("client:twin", Subject(await TokenAsync(nodes.Second, twins)));
        Assert.Equal("client:signer", Subject(await TokenAsync(nodes.Second, signers)));
    }

    [Fact]
    public async Task of_a_DPoP_key_does_not_open_with_the_hash_of_another_token()
    {
        using var key = new KeyHolder();
        var more = $"&resource={Argus.IntegrationTests.Http.Driving.Client.Form(ProofNodes.Public + "/admin")}";
        async Task<string> NewAsync() => (await nodes.First.TokenAsync(
            "/t/system", Known.Administrator, more, ("DPoP", key.Proof("POST", ProofNodes.Public + "/t/system/oauth/token")))).AccessToken;
        const string path = "/admin/v1/tenants/proofs";
        var (first, second) = (await NewAsync(), await NewAsync());
        async Task<int> AskAsync(string token, string hashed) => (await nodes.Second.GetAsync(
            path, ("Authorization", $"DPoP {token}"), ("DPoP", key.Proof("GET", ProofNodes.Public + path, hashed)))).Status;

        Assert.Equal(401, await AskAsync(first, second));
        Assert.Equal(200, await AskAsync(first, first));
    }

    private static string Signed(KeyHolder key, object claims) => key.Sign("""{"alg":"RS256","kid":"one"}""", JsonSerializer.Serialize(claims));

    private static string? Subject(Reply reply) => new Compact(reply.AccessToken).Payload.GetProperty("sub").GetString();

    private static Task<Reply> TokenAsync(TestNode node, string assertion, string more = "") =>
        node.PostAsync(ProofNodes.Tenant + "/oauth/token", "grant_type=client_credentials&" + KeyHolder.Form(assertion) + more);
}
