using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.ClientProofs;

[Collection(ProofNodesCollection.Name)]
public sealed class A_client_with_a_DPoP_key(ProofNodes nodes) : IDisposable
{
    private const string UserInfo = ProofNodes.Tenant + "/oauth/userinfo";

    private static readonly Client Bound = new("dpop", Known.Billing.Secret);

    private readonly KeyHolder _key = new();
    private readonly KeyHolder _other = new();

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task gets_a_token_that_is_bound_to_it_and_shown_so()
    {
        var reply = await TokenAsync(nodes.First, Known.Billing, _key.Proof("POST", ProofNodes.TokenUrl));

        Assert.Equal((200, "DPoP"), (reply.Status, reply.Member("token_type")));
        Assert.Equal(_key.Jkt, new Compact(reply.AccessToken).Payload.GetProperty("cnf").GetProperty("jkt").GetString());
        var shown = await nodes.First.IntrospectAsync(ProofNodes.Tenant, Known.OrdersApi, reply.AccessToken);
        Assert.Equal(("DPoP", _key.Jkt), (shown.Member("token_type"), shown.Json.GetProperty("cnf").GetProperty("jkt").GetString()));
    }

    [Fact]
    public async Task without_a_proof_is_refused_only_where_it_is_registered_to_have_one()
    {
        (await nodes.First.TokenAsync(ProofNodes.Tenant, Bound)).Refuses(400, "invalid_dpop_proof");
        Assert.Equal("Bearer", (await nodes.First.TokenAsync(ProofNodes.Tenant, Known.Billing)).Member("token_type"));
        Assert.Equal("DPoP", (await TokenAsync(nodes.First, Bound, _key.Proof("POST", ProofNodes.TokenUrl))).Member("token_type"));
    }

    [Fact]
    public async Task is_refused_with_a_proof_for_something_else()
    {
        string[] proofs =
        [
            _key.Proof("GET", ProofNodes.TokenUrl), _key.Proof("POST", ProofNodes.Issuer + "/oauth/par"), _key.Proof("POST", nodes.First.Url + "t/proofs/oauth/token"),
            _key.Proof("POST", ProofNodes.TokenUrl, age: 61), _key.Proof("POST", ProofNodes.TokenUrl, age: -90), "x", "",
            _key.Proof("POST", ProofNodes.TokenUrl) + "," + _key.Proof("POST", ProofNodes.TokenUrl),
        ];

        foreach (var proof in proofs)
            (await TokenAsync(nodes.First, Bound, proof)).Refuses(400, "invalid_dpop_proof");
        var two = await nodes.First.TokenAsync(
            ProofNodes.Tenant, Bound, "", ("DPoP", _key.Proof("POST", ProofNodes.TokenUrl)), ("DPoP", _key.Proof("POST", ProofNodes.TokenUrl)));
        two.Refuses(400, "invalid_dpop_proof");
    }

    [Fact]
    public async Task uses_each_proof_once_on_whatever_node()
    {
        var proof = _key.Proof("POST", ProofNodes.TokenUrl);

        Assert.Equal(200, (await TokenAsync(nodes.First, Bound, proof)).Status);
        (await TokenAsync(nodes.First, Bound, proof)).Refuses(400, "invalid_dpop_proof");
        (await TokenAsync(nodes.Second, Bound, proof)).Refuses(400, "invalid_dpop_proof");
    }

    [Fact]
    public async Task is_told_the_nonce_that_its_proofs_must_have_and_it_is_good_at_every_node()
    {
        const string url = ProofNodes.Public + ProofNodes.Demanding + "/oauth/token";
        var told = await nodes.First.TokenAsync(ProofNodes.Demanding, Known.Billing, "", ("DPoP", _key.Proof("POST", url)));
        told.Refuses(400, "use_dpop_nonce");
        var nonce = told.Header("DPoP-Nonce")!;

        Assert.Equal(43, nonce.Length);
        foreach (var node in new[] { nodes.First, nodes.Second })
        {
            var reply = await node.TokenAsync(ProofNodes.Demanding, Known.Billing, "", ("DPoP", _key.Proof("POST", url, nonce: nonce)));
            Assert.Equal((200, "DPoP"), (reply.Status, reply.Member("token_type")));
            Assert.NotNull(reply.Header("DPoP-Nonce"));
        }

        var wrong = await nodes.First.TokenAsync(ProofNodes.Demanding, Known.Billing, "", ("DPoP", _key.Proof("POST", url, nonce: new string('a', 43))));
        wrong.Refuses(400, "use_dpop_nonce");
        Assert.Null((await nodes.First.TokenAsync(ProofNodes.Tenant, Known.Billing)).Header("DPoP-Nonce"));
    }

    [Fact]
    public async Task that_is_public_refreshes_with_that_key_only()
    {
        var refresh = (await RedeemAsync()).Member("refresh_token");

        (await RefreshAsync(refresh, null)).Refuses(400, "invalid_grant");
        (await RefreshAsync(refresh, _other)).Refuses(400, "invalid_grant");
        var again = await RefreshAsync(refresh, _key);
        Assert.Equal((200, "DPoP"), (again.Status, again.Member("token_type")));
    }

    [Fact]
    public async Task opens_userinfo_with_the_key_and_not_as_a_bearer()
    {
        var token = (await RedeemAsync()).AccessToken;
        const string url = ProofNodes.Public + UserInfo;

        Assert.Equal(401, (await nodes.First.GetAsync(UserInfo, ("Authorization", $"Bearer {token}"))).Status);
        Assert.Equal(401, (await nodes.First.GetAsync(UserInfo, ("Authorization", $"DPoP {token}"))).Status);
        Assert.Equal(401, (await AskAsync(token, _other.Proof("GET", url, token))).Status);
        Assert.Equal(401, (await AskAsync(token, _key.Proof("GET", url))).Status);
        Assert.Equal(401, (await AskAsync(token, _key.Proof("POST", url, token))).Status);
        var proof = _key.Proof("GET", url, token);
        Assert.Equal(200, (await AskAsync(token, proof)).Status);
        var replayed = await AskAsync(token, proof);
        Assert.Equal(401, replayed.Status);
        Assert.StartsWith("DPoP algs=\"ES256 PS256 RS256\", realm=\"proofs\", error=\"invalid_token\"", replayed.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task opens_the_Admin_API_with_the_key_and_not_as_a_bearer()
    {
        const string path = "/admin/v1/tenants/proofs";
        var more = $"&resource={Client.Form(ProofNodes.Public + "/admin")}";
        var token = (await nodes.First.TokenAsync(
            "/t/system", Known.Administrator, more, ("DPoP", _key.Proof("POST", ProofNodes.Public + "/t/system/oauth/token")))).AccessToken;

        Assert.Equal(401, (await nodes.First.GetAsync(path, ("Authorization", $"Bearer {token}"))).Status);
        Assert.Equal(401, (await nodes.First.GetAsync(path, ("Authorization", $"DPoP {token}"), ("DPoP", _other.Proof("GET", ProofNodes.Public + path, token)))).Status);
        Assert.Equal(200, (await nodes.First.GetAsync(path, ("Authorization", $"DPoP {token}"), ("DPoP", _key.Proof("GET", ProofNodes.Public + path, token)))).Status);
    }

    [Fact]
    public async Task is_no_help_to_a_bearer_token()
    {
        var token = (await RedeemAsync(bind: false)).AccessToken;

        Assert.Equal(200, (await nodes.First.GetAsync(UserInfo, ("Authorization", $"Bearer {token}"))).Status);
        Assert.Equal(401, (await AskAsync(token, _key.Proof("GET", ProofNodes.Public + UserInfo, token))).Status);
    }

    private async Task<Reply> RedeemAsync(bool bind = true)
    {
        var (_, code, verifier) = await new Grants(nodes.First, "proofs").AuthorizeAsync();
        (string, string)[] proof = bind ? [("DPoP", _key.Proof("POST", ProofNodes.TokenUrl))] : [];
        var reply = await nodes.First.PostAsync(
            ProofNodes.Tenant + "/oauth/token", $"grant_type=authorization_code&client_id=spa&code={code}&code_verifier={verifier}", null, proof);
        Assert.Equal(200, reply.Status);
        return reply;
    }

    private Task<Reply> RefreshAsync(string? token, KeyHolder? key) => nodes.First.PostAsync(
        ProofNodes.Tenant + "/oauth/token", $"grant_type=refresh_token&client_id=spa&refresh_token={token}", null,
        key is null ? [] : [("DPoP", key.Proof("POST", ProofNodes.TokenUrl))]);

    private Task<Reply> AskAsync(string token, string proof) => nodes.First.GetAsync(UserInfo, ("Authorization", $"DPoP {token}"), ("DPoP", proof));

    private static Task<Reply> TokenAsync(TestNode node, Client client, string proof) => node.TokenAsync(ProofNodes.Tenant, client, "", ("DPoP", proof));
}
