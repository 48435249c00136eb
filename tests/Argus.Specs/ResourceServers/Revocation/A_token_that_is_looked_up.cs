using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.ResourceServer.Revocation;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers.Revocation;

public sealed class A_token_that_is_looked_up(Keys keys) : IClassFixture<Keys>, IDisposable
{
    private const string Peer = "https://auth.ally.example/t/army";
    private const string Family = "06drj5o06drj5o06drj5o06dr0";

    private static readonly string Alice = TextDigest.Of("alice");
    private static readonly string Orders = TextDigest.Of("orders");
    private static readonly string Gateway = TextDigest.Of("gateway");

    private readonly FollowedIssuer _issuer = new(keys.Issuers);

    public void Dispose() => _issuer.Dispose();

    private async Task RevokeAsync(string items) => Assert.True(await _issuer.PollAsync(_issuer.Snapshot(1, items)));

    public static TheoryData<string, string> Items => new()
    {
        { "jti", """{"jti":"j1","exp":1900000000}""" },
        { "family", $$"""{"fid":"{{Family}}","exp":1900000000}""" },
        { "subject", $$"""{"sub_hash":"{{Alice}}","disabled":true}""" },
        { "client", $$"""{"client_hash":"{{Orders}}","disabled":true}""" },
        { "audience", $$"""{"aud":"{{Forge.Audience}}","disabled":true}""" },
        { "tenant", """{"tenant_disabled":true}""" },
        { "tenant before", $$"""{"not_before":{{Forge.Seconds}},"exp":1900000000}""" },
        { "subject before", $$"""{"sub_hash":"{{Alice}}","not_before":{{Forge.Seconds}},"exp":1900000000}""" },
        { "client before", $$"""{"client_hash":"{{Orders}}","not_before":{{Forge.Seconds}},"exp":1900000000}""" },
        { "both before", $$"""{"sub_hash":"{{Alice}}","client_hash":"{{Orders}}","not_before":{{Forge.Seconds}},"exp":1900000000}""" },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public async Task is_revoked_by_each_on_its_own(string what, string item)
    {
        await RevokeAsync(item);
        Assert.True(RevocationAnswer.Revoked == _issuer.Ask($",\"fid\":\"{Family}\""), what);
    }

    [Theory]
    [InlineData("""{"jti":"j2"}""")]
    [InlineData("""{"fid":"another"}""")]
    [InlineData("""{"kid":"another"}""")]
    [InlineData("""{"aud":"https://other.example","disabled":true}""")]
    [InlineData("""{"peer":"https://auth.ally.example/t/army","disabled":true}""")]
    [InlineData("""{"not_before":1772366399}""")]
    public async Task is_not_revoked_by_what_is_somebody_elses(string item)
    {
        await RevokeAsync(item);
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask($",\"fid\":\"{Family}\""));
    }

    [Fact]
    public async Task needs_both_where_both_are_named()
    {
        await RevokeAsync($$"""{"sub_hash":"{{Alice}}","client_hash":"{{Gateway}}","not_before":{{Forge.Seconds}}}""");

        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(client: "gateway"));
    }

    [Fact]
    public async Task dies_with_its_key()
    {
        await RevokeAsync($$"""{"kid":"{{keys.Issuers.Kid}}"}""");
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask());
    }

    [Fact]
    public async Task lives_again_with_what_is_enabled_again()
    {
        await RevokeAsync($$"""{"client_hash":"{{Orders}}","disabled":true},{"sub_hash":"{{Alice}}","disabled":true},{"tenant_disabled":true},{"aud":"{{Forge.Audience}}","disabled":true}""");
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask());

        await _issuer.PollAsync(_issuer.Delta(1, 2, $$"""{"client_hash":"{{Orders}}","disabled":false},{"sub_hash":"{{Alice}}","disabled":false},{"tenant_disabled":false},{"aud":"{{Forge.Audience}}","disabled":false}"""));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
    }

    public static TheoryData<string> Forebears => new()
    {
        """{"jti":"a1"}""",
        """{"kid":"k1"}""",
        $$"""{"fid":"{{Family}}"}""",
        $$"""{"client_hash":"{{Gateway}}","disabled":true}""",
        $$"""{"client_hash":"{{Gateway}}","not_before":{{Forge.Seconds}}}""",
    };

    [Theory]
    [MemberData(nameof(Forebears))]
    public async Task dies_with_what_it_was_exchanged_from(string item)
    {
        await RevokeAsync(item);

        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask($$""","anc":[{"jti":"x","client_id":"y"},{"jti":"{{Family}}.3","client_id":"gateway"},{"jti":"a1","client_id":"y","kid":"k1"}]"""));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask(""","anc":[{"jti":"x","client_id":"y","kid":"k2"}]"""));
    }

    [Fact]
    public async Task does_not_die_with_a_peers_key_that_has_the_name_of_ones_own()
    {
        await RevokeAsync("""{"kid":"k1"}""");
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask($$""","anc":[{"jti":"x","client_id":"y","iss":"{{Peer}}","kid":"k1"}]"""));
    }

    [Theory]
    [InlineData("""{"peer":"https://auth.ally.example/t/army","disabled":true}""")]
    [InlineData("""{"peer":"https://auth.ally.example/t/army","not_before":1772366400}""")]
    public async Task dies_with_the_peer_that_is_behind_it(string item)
    {
        await RevokeAsync(item);

        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask($$""","anc":[{"jti":"x","client_id":"y","iss":"{{Peer}}"}]"""));
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(""","act":{"sub":"client:gateway","act":{"sub":"z","iss":"PEER"}}""".Replace("PEER", Peer, StringComparison.Ordinal)));
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(iss: Peer));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
    }

    [Fact]
    public async Task dies_with_who_acts_by_it()
    {
        await RevokeAsync($$"""{"client_hash":"{{Gateway}}","disabled":true}""");

        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(""","act":{"sub":"client:other","act":{"sub":"client:gateway"}}"""));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask(""","act":{"sub":"client:gateway2"}"""));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask(""","act":{"sub":"client:gateway","iss":"https://auth.ally.example/t/army"}"""));
    }

    [Fact]
    public async Task of_a_peer_goes_by_the_anchors_names_for_it_and_by_no_others()
    {
        await RevokeAsync($$"""{"jti":"j1"},{"sub_hash":"{{Alice}}","disabled":true},{"client_hash":"{{Orders}}","disabled":true},{"kid":"{{keys.Issuers.Kid}}"}""");
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask(iss: Peer, prefix: "ally:"));

        await RevokeAsync($$"""{"sub_hash":"{{TextDigest.Of("ally:alice")}}","disabled":true}""");
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(iss: Peer, prefix: "ally:"));
    }

    [Fact]
    public async Task costs_no_memory_the_second_time()
    {
        await RevokeAsync($$"""{"jti":"x"},{"not_before":1},{"sub_hash":"{{Gateway}}","disabled":true}""");
        var state = _issuer.Feed.State.Current(TimeSpan.FromMinutes(1))!;
        var text = Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), Forge.Payload());
        Assert.Equal(TokenFault.None, keys.Validate(text, out var verified));
        var token = new Argus.ResourceServer.AccessToken(verified!) { FamilyId = Family, Ancestors = [new($"{Family}.2", "gateway2")], Actors = [new("client:other")] };
        Assert.False(RevocationRules.Reach(state, Forge.Issuer, token));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 1_000; times++)
            RevocationRules.Reach(state, Forge.Issuer, token);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
