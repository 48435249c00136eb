using System.Text;
using Argus.Authority.Federation;
using Argus.Authority.Verification;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Resources;
using Argus.Domain.Tokens;
using Argus.Jose;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Federation;

/// <summary>Good for what the tenant trusts its peer with, and for nothing else.</summary>
public sealed class A_token_of_a_peer(Jose.Keys keys) : IClassFixture<Jose.Keys>
{
    private readonly SigningKey _key = keys.Issuers;

    [Fact]
    public async Task is_active_for_the_server_of_an_audience_that_the_peer_may_speak_to()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        var token = SpecPeer.Token(_key);

        var active = await node.IntrospectAsync(token);

        Assert.NotNull(active);
        Assert.Equal((SpecPeer.Issuer, "bob", "orders", "read"), (active.Issuer, active.Subject, active.ClientId, active.Scope));
        await node.Recorder.FlushAsync();
        var record = ((VerificationsRecorded)(await node.Log.Events())[^1].Event).Verifications.Single();
        Assert.Equal("active", record.Outcome);
        Assert.StartsWith("sha-256:", record.Tokens.Keys.Single(), StringComparison.Ordinal);
        Assert.Null((await node.IntrospectAsync(SpecPeer.Token(_key, scope: "write")))!.Scope);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "audience", "wrong_audience" }, { "audience in use elsewhere", "wrong_audience" }, { "long", "peer:refused:LifetimeTooLong" }, { "expired", "peer:refused:Expired" },
        { "future", "peer:refused:NotYetValid" }, { "foreign key", "peer:refused:UnknownKey" }, { "forged", "peer:refused:BadSignature" }, { "typ", "refused:WrongType" },
        { "symmetric", "refused:WrongAlgorithm" }, { "slash", "refused:WrongIssuer" }, { "nobody", "refused:WrongIssuer" }, { "nameless", "peer:refused:MissingClaim" },
        { "spaces", "peer:subject_unusable" }, { "umlaut", "peer:subject_unusable" }, { "long name", "peer:subject_unusable" }, { "own", "refused:UnknownKey" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task is_inactive_for_one_reason(string what, string outcome)
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        var attacker = keys.Attackers;
        var token = what switch
        {
            "audience" => SpecPeer.Token(_key, aud: "\"https://elsewhere.example\""),
            "audience in use elsewhere" => SpecPeer.Token(_key, aud: $"\"{SpecNode.Other}\""),
            "long" => SpecPeer.Token(_key, to: 3_601),
            "expired" => SpecPeer.Token(_key, from: -600, to: 0),
            "future" => SpecPeer.Token(_key, from: 61),
            "foreign key" => SpecPeer.Token(attacker),
            "forged" => SpecPeer.Token(attacker, Forge.Header(_key)),
            "typ" => SpecPeer.Token(_key, $$"""{"alg":"RS256","kid":"{{_key.Kid}}","typ":"JWT"}"""),
            "symmetric" => SpecPeer.Token(_key, $$"""{"alg":"HS256","kid":"{{_key.Kid}}","typ":"at+jwt"}"""),
            "slash" => SpecPeer.Token(_key, iss: SpecPeer.Issuer + "/"),
            "nobody" => SpecPeer.Token(_key, iss: "https://nobody.example"),
            "nameless" => SpecPeer.Token(_key, jti: null!),
            "spaces" => SpecPeer.Token(_key, sub: "bob smith"),
            "umlaut" => SpecPeer.Token(_key, sub: "b\u00f6b"),
            "long name" => SpecPeer.Token(_key, sub: new string('b', 251)),
            _ => SpecPeer.Token(_key, iss: node.Issuers.Of(node.Acme)),
        };

        Assert.Null(await node.IntrospectAsync(token));
        await node.Recorder.FlushAsync();
        Assert.Equal(outcome, ((VerificationsRecorded)(await node.Log.Events())[^1].Event).Verifications.Single().Outcome);
    }

    [Fact]
    public async Task lives_as_long_as_the_tenant_allows_the_peer()
    {
        await using var node = await SpecPeer.TrustedAsync(_key, ",\"max_lifetime\":300");

        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_key, to: 300)));
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_key, to: 301)));
    }

    [Fact]
    public async Task is_good_under_a_pinned_key_only()
    {
        await using var node = await SpecPeer.TrustedAsync(_key, $",\"pinned_kids\":[\"{keys.Attackers.Kid}\"]");
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_key)));

        await node.ApplyAsync(SpecPeer.Document($"\"pinned_kids\":[\"{_key.Kid}\"]"));
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_key)));
    }

    [Fact]
    public async Task is_inactive_where_its_audience_is_out_of_service()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        var api = TextId.Parse<ResourceId>(SpecNode.Api);

        await node.Aggregates.Resources.ExecuteAsync(node.Acme.Id, ResourceState.StreamOf(api), ResourceDecider.Disable, SpecNode.Origin, CancellationToken.None);
        await node.RefreshAsync();

        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_key)));
    }

    [Fact]
    public async Task is_about_somebody_whom_no_other_peer_and_no_user_can_be()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);

        var plain = await VerifyAsync(node, SpecPeer.Token(_key, sub: "bob"));
        var prefixed = await VerifyAsync(node, SpecPeer.Token(_key, sub: "ally:bob"));

        Assert.Equal(("ally:bob", "ally:ally:bob"), (plain.Token!.Subject, prefixed.Token!.Subject));
        Assert.Equal(NameSet.Of(SpecNode.Api), plain.Token.Audiences);
        Assert.Equal(NameSet.Of("read"), plain.Token.Scope);
    }

    [Fact]
    public async Task is_nothing_where_only_own_tokens_are_taken()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);

        Assert.False((await node.Judge.JudgeAsync(node.Acme, SpecPeer.Token(_key), SpecNode.Origin)).IsActive);
        Assert.NotEqual(TokenFault.None, node.Verifier.Verify(node.Acme, SpecPeer.Token(_key), out _));
    }

    [Fact]
    public async Task is_refused_from_the_moment_in_which_the_peer_is_disabled_at_every_node()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        await using var other = await node.StartBesideAsync();
        var before = SpecPeer.Token(_key);
        Assert.True(await other.IsActiveAsync(before));

        await node.CommandAsync(PeerDecider.Disable);
        await other.RefreshAsync();
        Assert.False(await node.IsActiveAsync(before));
        Assert.False(await other.IsActiveAsync(before));
        Assert.True(node.Acme.Revoked.ReachesPeer(SpecPeer.Issuer, 0));

        // Trusted again, for what comes from now on.
        await node.AdvanceAsync(TimeSpan.FromSeconds(2));
        await node.CommandAsync(PeerDecider.Enable);
        Assert.False(await node.IsActiveAsync(before));
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_key, from: 2)));
        Assert.False(node.Acme.Revoked.ReachesPeer(SpecPeer.Issuer, (await node.Log.Events())[^1].Position));
    }

    [Fact]
    public async Task is_refused_once_the_peer_is_removed()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);

        await node.CommandAsync(PeerDecider.Remove);

        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_key)));
        Assert.Null(node.Acme.FindPeer(SpecPeer.Issuer));
        Assert.True(node.Acme.Revoked.ReachesPeer(SpecPeer.Issuer, 0));

        await node.ApplyAsync(SpecPeer.Document($"\"jwks\":{SpecPeer.Jwks(_key)}"));
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_key)));
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("JWT")]
    [InlineData(null)]
    public async Task is_an_assertion_if_it_is_for_this_authority(string? typ)
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        var header = $$"""{"alg":"RS256","kid":"{{_key.Kid}}"{{(typ is null ? "" : $",\"typ\":\"{typ}\"")}}}""";
        var own = $"\"{node.Issuers.Of(node.Acme)}\"";

        Assert.Equal("good", (await VerifyAsync(node, SpecPeer.Token(_key, header, aud: own), PeerTokenUse.Assertion)).Outcome);
        Assert.Equal("good", (await VerifyAsync(node, SpecPeer.Token(_key, header, aud: own, without: "iat"), PeerTokenUse.Assertion)).Outcome);
        Assert.Equal("refused:WrongAudience", (await VerifyAsync(node, SpecPeer.Token(_key, header), PeerTokenUse.Assertion)).Outcome);
        Assert.Equal("refused:MissingClaim", (await VerifyAsync(node, SpecPeer.Token(_key, header, aud: own, jti: null!), PeerTokenUse.Assertion)).Outcome);
        Assert.Equal("refused:LifetimeTooLong", (await VerifyAsync(node, SpecPeer.Token(_key, header, aud: own, to: 3_601), PeerTokenUse.Assertion)).Outcome);
        Assert.Equal(typ == "at+jwt", (await VerifyAsync(node, SpecPeer.Token(_key, header))).Token is not null);
    }

    [Fact]
    public async Task is_no_assertion_of_another_kind()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        var header = $$"""{"alg":"RS256","kid":"{{_key.Kid}}","typ":"logout+jwt"}""";

        Assert.Equal("refused:WrongType", (await VerifyAsync(node, SpecPeer.Token(_key, header, aud: $"\"{node.Issuers.Of(node.Acme)}\""), PeerTokenUse.Assertion)).Outcome);
    }

    [Fact]
    public async Task is_unknown_to_the_other_tenants()
    {
        await using var node = await SpecPeer.TrustedAsync(_key);
        await node.ApplyAsync("""{"tenants":[{"tenant":"beta"}]}""");

        Assert.Equal("peer_unknown", (await node.PeerTokens.VerifyAsync(node.Directory.Find("beta")!, SpecPeer.Token(_key), PeerTokenUse.AccessToken)).Outcome);
        Assert.Equal("peer_unknown", (await node.PeerTokens.VerifyAsync(node.Acme, Encoding.ASCII.GetBytes("no.token.at all"), PeerTokenUse.AccessToken)).Outcome);
    }

    private static async Task<PeerVerdict> VerifyAsync(SpecNode node, byte[] token, PeerTokenUse use = PeerTokenUse.AccessToken) =>
        await node.PeerTokens.VerifyAsync(node.Acme, token, use);
}
