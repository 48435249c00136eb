using Argus.Jose;
using Argus.ResourceServer;
using Argus.ResourceServer.Authorization;
using Argus.Specs.Jose;
using System.Text;

namespace Argus.Specs.ResourceServers;

/// <summary>docs/resource-server.md: the anchor vouches for one peer, whose key is the attackers' here.</summary>
public class A_trust_bundle(Keys keys) : IClassFixture<Keys>
{
    private const string Peer = "https://auth.ally.example/t/army";
    private const string Address = Forge.Issuer + "/.well-known/trust-bundle";
    private const string Type = "application/trust-bundle+jwt";

    private readonly FakeIssuers _issuers = new();

    private string PeersToken(string aud = $"\"{Forge.Audience}\"", string more = "", string? exp = null) => Forge.Sign(
        keys.Attackers, Forge.Header(keys.Attackers), Forge.Payload(iss: $"\"{Peer}\"", aud: aud, more: more, exp: exp));

    private string Entry(string terms = $$"""
        "audiences":["{{Forge.Audience}}"],"scope":"orders.read","max_lifetime":600,"subject_prefix":"ally:"
        """) => $$"""{"issuer":"{{Peer}}","jwks":{{Encoding.UTF8.GetString(JwkSet.Write([keys.Attackers.PublicJwk]))}},{{terms}}}""";

    private string Bundle(string? issuers = null, long issuedAfter = 0, long lifetime = 3600, SigningKey? key = null, string typ = "trust-bundle+jwt") => Forge.Sign(
        key ?? keys.Issuers,
        $$"""{"alg":"RS256","kid":"{{(key ?? keys.Issuers).Kid}}","typ":"{{typ}}"}""",
        $$"""{"iss":"{{Forge.Issuer}}","iat":{{Forge.Seconds + issuedAfter}},"exp":{{Forge.Seconds + issuedAfter + lifetime}},"issuers":[{{issuers ?? Entry()}}]}""");

    private void Publish(string bundle) => _issuers.Answer(Address, FakeIssuers.Document(bundle, Type));

    private async Task<Protected> StartAsync(string? bundle)
    {
        _issuers.Publish(Forge.Issuer, keys.Issuers);
        if (bundle is not null) Publish(bundle);
        return await Protected.StartAsync(_issuers, options => options.TrustBundle = new Uri(Address));
    }

    [Fact]
    public async Task has_tokens_of_its_peers_accepted_under_names_that_are_not_ours()
    {
        await using var api = await StartAsync(Bundle());

        var verdict = await api.JudgeAsync(PeersToken());

        Assert.Equal(ReasonCode.Accepted, verdict.Reason);
        var caller = new ArgusCaller(verdict.Token!);
        Assert.Equal((Peer, "ally:orders", "ally:client:orders", "ally:client:orders", null), (caller.Issuer, caller.ClientId, caller.Subject, caller.Actor, caller.UserSubject));
    }

    [Fact]
    public async Task makes_no_peers_client_one_of_ours()
    {
        await using var api = await StartAsync(Bundle());

        Assert.Equal(ReasonCode.CallerNotAllowed, await api.ReasonAsync(PeersToken(), demand: Only("orders")));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(PeersToken(), demand: Only("ally:orders")));
    }

    [Fact]
    public async Task cuts_scopes_down_to_what_the_anchor_allows()
    {
        await using var api = await StartAsync(Bundle(Entry($$"""
            "audiences":["{{Forge.Audience}}"],"scope":"orders.list","subject_prefix":"ally:"
            """)));

        Assert.Empty((await api.JudgeAsync(PeersToken())).Token!.Scopes);
        Assert.Equal(ReasonCode.InsufficientScope, await api.ReasonAsync(PeersToken(), demand: new OperationDemand([Forge.Audience], ["orders.read"], [])));
    }

    [Fact]
    public async Task bounds_audience_and_lifetime()
    {
        await using var api = await StartAsync(Bundle(Entry("""
            "audiences":["urn:other"],"scope":"orders.read","subject_prefix":"ally:"
            """)));
        Assert.Equal(ReasonCode.AudienceMismatch, await api.ReasonAsync(PeersToken()));

        await using var strict = await StartAsync(Bundle());
        Assert.Equal(ReasonCode.TokenInvalid, await strict.ReasonAsync(PeersToken(exp: $"{Forge.Seconds + 601}")));
        Assert.Equal(ReasonCode.AudienceMismatch, await strict.ReasonAsync(PeersToken($"[\"{Forge.Audience}\",\"urn:theirs\"]")));
    }

    [Theory]
    [InlineData(Forge.Issuer, ReasonCode.TokenInvalid)]
    [InlineData(Peer, ReasonCode.Accepted)]
    [InlineData("https://third.example", ReasonCode.Accepted)]
    public async Task lets_no_peer_say_who_of_the_anchors_own_acted(string issuer, string reason)
    {
        await using var api = await StartAsync(Bundle());

        Assert.Equal(reason, await api.ReasonAsync(PeersToken(more: $$$""","act":{"sub":"client:a","act":{"sub":"client:orders","iss":"{{{issuer}}}"}}""")));
    }

    [Theory]
    [InlineData("https://ally.example/")]
    [InlineData("https://Ally.example/Army/")]
    [InlineData("http://localhost:8080")]
    public async Task knows_peers_by_whatever_name_they_have(string issuer)
    {
        await using var api = await StartAsync(Bundle(Entry().Replace(Peer, issuer, StringComparison.Ordinal)));

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(
            Forge.Sign(keys.Attackers, Forge.Header(keys.Attackers), Forge.Payload(iss: $"\"{issuer}\"", aud: $"\"{Forge.Audience}\""))));
        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(PeersToken()));
    }

    [Theory]
    [InlineData("http://ally.example")]
    [InlineData("https://ally.example?x")]
    [InlineData("urn:ally")]
    public async Task knows_no_peer_by_a_name_that_is_no_issuers(string issuer)
    {
        await using var api = await StartAsync(Bundle(Entry().Replace(Peer, issuer, StringComparison.Ordinal)));

        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(
            Forge.Sign(keys.Attackers, Forge.Header(keys.Attackers), Forge.Payload(iss: $"\"{issuer}\"", aud: $"\"{Forge.Audience}\""))));
    }

    public static TheoryData<string> Loose =>
    [
        "\"scope\":\"orders.read\",\"subject_prefix\":\"ally:\"", $"\"audiences\":[\"{Forge.Audience}\"],\"scope\":\"orders.read\"",
        $"\"audiences\":[\"{Forge.Audience}\"],\"scope\":1,\"subject_prefix\":\"ally:\"", $"\"audiences\":[\"{Forge.Audience}\"],\"subject_prefix\":\"\"",
        $"\"audiences\":[\"{Forge.Audience}\"],\"max_lifetime\":-1,\"subject_prefix\":\"ally:\"", $"\"audiences\":\"{Forge.Audience}\",\"subject_prefix\":\"ally:\"",
    ];

    [Theory]
    [MemberData(nameof(Loose))]
    public async Task trusts_nobody_without_bounds(string terms)
    {
        await using var api = await StartAsync(Bundle(Entry(terms)));

        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(PeersToken()));
    }

    [Fact]
    public async Task that_leaves_a_peer_out_ends_its_tokens_remembered_or_not()
    {
        await using var api = await StartAsync(Bundle());
        var token = PeersToken();
        await api.RememberAsync(token);

        Publish(Bundle(issuers: "", issuedAfter: 1));
        await api.PassAsync(TimeSpan.FromSeconds(300));

        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(token));
    }

    [Fact]
    public async Task that_is_older_than_the_one_before_is_passed_over()
    {
        await using var api = await StartAsync(Bundle(issuers: "", issuedAfter: 10));

        Publish(Bundle(issuedAfter: 9));
        await api.PassAsync(TimeSpan.FromSeconds(300));

        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(PeersToken()));
    }

    [Fact]
    public async Task that_was_not_replaced_before_it_expired_makes_its_peers_unknown()
    {
        await using var api = await StartAsync(Bundle(lifetime: 400));
        var token = PeersToken();
        _issuers.Answer(Address, _ => throw new HttpRequestException("down"));

        await api.PassAsync(TimeSpan.FromSeconds(459));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));

        await api.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Fact]
    public async Task that_never_came_makes_everybody_but_the_configured_unknown()
    {
        await using var api = await StartAsync(null);

        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(PeersToken()));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Fact]
    public async Task that_the_anchor_has_not_signed_is_none()
    {
        foreach (var bundle in new[] { Bundle(key: keys.Attackers), Bundle(typ: "at+jwt"), Bundle(typ: "JWT"), Bundle(lifetime: -1), Bundle(lifetime: 8 * 86_400), Bundle()[..^8] + "AAAAAAAA", "" })
        {
            await using var api = await StartAsync(bundle);
            Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(PeersToken()));
        }
    }

    [Fact]
    public async Task with_a_private_key_in_it_is_refused_as_a_whole()
    {
        await using var api = await StartAsync(Bundle(Entry() + """,{"issuer":"https://x.example","jwks":{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}}"""));

        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(PeersToken()));
    }

    [Fact]
    public async Task does_not_speak_for_the_anchor_itself()
    {
        await using var api = await StartAsync(Bundle(Entry().Replace(Peer, Forge.Issuer, StringComparison.Ordinal)));

        Assert.Equal(ReasonCode.UnknownKeyId, await api.ReasonAsync(Protected.Token(keys.Attackers)));
    }

    [Fact]
    public async Task may_be_larger_than_a_token()
    {
        var many = Enumerable.Range(0, 60).Select(each => Entry().Replace(Peer, $"https://peer-{each}.example", StringComparison.Ordinal));
        var bundle = Bundle(string.Join(',', many.Append(Entry())));
        Assert.True(bundle.Length > JwtValidator.MaxTokenLength);
        await using var api = await StartAsync(bundle);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(PeersToken()));
    }

    private static OperationDemand Only(string client) => new([Forge.Audience], [], [new ArgusRequirement(clients: [client])]);
}
