using System.Text;
using System.Text.Json;
using Argus.Authority.Federation;
using Argus.Authority.Keys;
using Argus.Domain.Peers;
using Argus.Jose;
using Argus.Log;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Federation;

/// <summary>Whom the tenant vouches for, under its own signature.</summary>
public sealed class A_trust_bundle(Jose.Keys keys) : IClassFixture<Jose.Keys>
{
    [Fact]
    public async Task names_the_tenant_and_its_peers_with_the_bounds_of_the_trust()
    {
        await using var node = await SpecPeer.TrustedAsync(keys.Issuers, ",\"max_lifetime\":600");

        var (bundle, payload) = await VerifiedAsync(node, Bundles(node));

        Assert.Equal(node.Issuers.Of(node.Acme), bundle.Issuer);
        Assert.Equal(86_400, bundle.ExpiresAt - bundle.IssuedAt);
        var issuers = payload.GetProperty("issuers").EnumerateArray().ToArray();
        Assert.Equal([node.Issuers.Of(node.Acme), SpecPeer.Issuer], issuers.Select(issuer => issuer.GetProperty("issuer").GetString()));
        Assert.Equal(Encoding.UTF8.GetString(node.Acme.Keys.Jwks), issuers[0].GetProperty("jwks").GetRawText());
        Assert.Equal(["issuer", "jwks"], issuers[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(SpecPeer.Jwks(keys.Issuers), issuers[1].GetProperty("jwks").GetRawText());
        Assert.Equal($$"""["{{SpecNode.Api}}"] read 600 ally:""", $"{issuers[1].GetProperty("audiences").GetRawText()} {issuers[1].GetProperty("scope")} {issuers[1].GetProperty("max_lifetime")} {issuers[1].GetProperty("subject_prefix")}");
        Assert.DoesNotContain(keys.Issuers.PublicJwk.N, Encoding.UTF8.GetString(node.Acme.Keys.Jwks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task has_no_peer_that_is_disabled_or_without_a_trusted_key()
    {
        await using var node = await SpecPeer.TrustedAsync(keys.Issuers);
        var bundles = Bundles(node);
        Assert.Equal(2, await CountAsync(node, bundles));

        await node.ApplyAsync(SpecPeer.Document("\"pinned_kids\":[\"another\"]"));
        Assert.Equal(1, await CountAsync(node, bundles));
        await node.ApplyAsync(SpecPeer.Document("\"pinned_kids\":[]"));
        Assert.Equal(2, await CountAsync(node, bundles));
        await node.CommandAsync(PeerDecider.Disable);
        Assert.Equal(1, await CountAsync(node, bundles));
    }

    [Fact]
    public async Task is_signed_anew_when_it_says_something_else_and_after_five_minutes()
    {
        await using var node = await SpecPeer.TrustedAsync(keys.Issuers);
        var bundles = Bundles(node);
        var first = await bundles.GetAsync(node.Acme);

        await node.AdvanceAsync(TimeSpan.FromSeconds(299));
        Assert.Same(first, await bundles.GetAsync(node.Acme));
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        var second = await bundles.GetAsync(node.Acme);
        Assert.NotEqual(first.ETag, second.ETag);

        await node.CommandAsync(PeerDecider.Disable);
        Assert.NotEqual(second.ETag, (await bundles.GetAsync(node.Acme)).ETag);
        Assert.DoesNotContain(await node.Log.Events(), recorded => recorded.Event is Argus.Domain.Tokens.TokenIssued);
    }

    [Fact]
    public async Task is_not_to_be_had_from_an_old_view()
    {
        await using var node = await SpecPeer.TrustedAsync(keys.Issuers);
        var bundles = Bundles(node);
        await bundles.GetAsync(node.Acme);

        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<LogUnavailableException>(async () => await bundles.GetAsync(node.Acme));
    }

    private static TrustBundles Bundles(SpecNode node) => new(node.Issuers, new TenantSigner(node.Keys, node.Views), node.Clock);

    private static async Task<int> CountAsync(SpecNode node, TrustBundles bundles) => (await VerifiedAsync(node, bundles)).Payload.GetProperty("issuers").GetArrayLength();

    private static async Task<(VerifiedToken Bundle, JsonElement Payload)> VerifiedAsync(SpecNode node, TrustBundles bundles)
    {
        var jws = (await bundles.GetAsync(node.Acme)).Jws;
        var rules = new TokenRules
        {
            Issuer = node.Issuers.Of(node.Acme), Typ = TokenType.TrustBundle, MaxLifetime = TimeSpan.FromHours(24), Required = RequiredClaims.IssuedAt, MaxLength = 256 * 1024,
        };
        Assert.Equal(TokenFault.None, JwtValidator.Validate(jws, rules, node.Acme.Keys.Find, node.Clock.GetUtcNow(), out var token));
        return (token!, JsonDocument.Parse(token!.Payload).RootElement);
    }
}
