using System.Security.Cryptography;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Tokens;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Its subject goes on under this tenant's name for it, within the bounds of the trust, and as long as the peer is trusted.</summary>
public class A_token_of_a_peer
{
    [Fact]
    public async Task is_exchanged_by_the_server_of_its_audience()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        var token = peer.Token(more: ""","act":{"sub":"client:jeep"},"auth_time":1,"acr":"9","amr":["pwd"]""");

        var answer = await exchange.ExchangeAsync("api", token);

        Assert.Null(answer.Refusal);
        Assert.Equal(("read", 200), (answer.Scope, answer.ExpiresIn)); // write is beyond the peer's ceiling.
        var issued = await exchange.IssuedAsync();
        Assert.Equal(("ally:bob", "api"), (issued.Sub, issued.ClientId.Value));
        Assert.Equal(new TokenActor(new TokenActor(null, SpecPeer.Issuer, "client:jeep"), null, "client:api"), issued.Act);
        Assert.Equal(
            new TokenParent("tank", exchange.Node.Clock.GetUtcNow().ToUnixTimeSeconds(), SpecPeer.Issuer, SpecExchange.Payload(token).GetProperty("jti").GetString()!, "army-1", null, 0, "bob"),
            issued.Parent);
        var claims = SpecExchange.Payload(answer.AccessToken.ToArray());
        Assert.False(claims.TryGetProperty("acr", out _)); // The peer's word on how bob signed in stays with the peer.
        Assert.Equal(SpecPeer.Issuer, claims.GetProperty("anc")[0].GetProperty("iss").GetString());
        Assert.True(await exchange.IsActiveAsync(answer.AccessToken.ToArray(), "stock"));
    }

    [Fact]
    public async Task is_exchanged_by_anybody_who_may_if_it_was_made_for_this_authority()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);

        Assert.Null((await exchange.ExchangeAsync("stranger", peer.Token(SpecPeer.OurIssuer))).Refusal);
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("stranger", peer.Token()), "subject_exchange_not_allowed");
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("depot", peer.Token(SpecExchange.Depot), SpecExchange.Stock), "subject_exchange_not_allowed"); // Not admitted there.
    }

    [Fact]
    public async Task is_exchanged_once_by_a_client_for_a_resource()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var token = (await SpecPeer.TrustedAsync(exchange)).Token();
        await exchange.NextAsync("api", token);

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", token), "subject_used");
        await exchange.NextAsync("granted", token);
        Assert.Equal(TimeSpan.FromSeconds(260), exchange.Replay.KeptFor);
    }

    [Fact]
    public async Task leads_nowhere_that_the_peer_may_not_reach_however_many_exchanges_later()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var second = await exchange.NextAsync("api", (await SpecPeer.TrustedAsync(exchange)).Token());

        await exchange.RefusesAsync(() => exchange.ExchangeAsync("stock", second, SpecExchange.Depot), "invalid_target", "resource_not_for_peer");
    }

    /// <summary>As in CVE-2026-1486.</summary>
    [Fact]
    public async Task is_refused_with_all_that_came_of_it_from_the_moment_the_peer_is_disabled()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        var (first, asserted) = (await exchange.NextAsync("api", peer.Token()), (await exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer))).AccessToken.ToArray());
        var third = await exchange.NextAsync("circle", first, SpecExchange.Stock);
        await exchange.App.HappenAsync(SpecPeer.Stream, new PeerDisabled());

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", peer.Token()), "subject_peer:peer_disabled");
        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer)), "invalid_grant", "assertion_peer_disabled");
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("circle", first), "subject_ancestor_peer_disabled");
        foreach (var token in new[] { first, third, asserted })
            Assert.False(await exchange.IsActiveAsync(token, "stock"));

        // Trusted again, but not for what came before.
        await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(1));
        await exchange.App.HappenAsync(SpecPeer.Stream, new PeerEnabled());
        foreach (var token in new[] { first, third, asserted })
            Assert.False(await exchange.IsActiveAsync(token, "stock"));
        Assert.True(await exchange.IsActiveAsync(await exchange.NextAsync("api", peer.Token()), "stock"));
    }

    [Fact]
    public async Task is_asserted_for_a_client_of_this_tenant()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var assertion = (await SpecPeer.TrustedAsync(exchange)).Token(SpecPeer.OurIssuer, "JWT");

        var answer = await exchange.AssertAsync("stranger", assertion);

        Assert.Null(answer.Refusal);
        Assert.Equal(("read", 200, (string?)null), (answer.Scope, answer.ExpiresIn, answer.IssuedTokenType));
        var issued = await exchange.IssuedAsync();
        Assert.Equal(("ally:bob", "stranger", null, SpecPeer.Issuer), (issued.Sub, issued.ClientId.Value, issued.Act, issued.Parent?.Iss));
        Assert.True(await exchange.IsActiveAsync(answer.AccessToken.ToArray(), "stock"));

        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", assertion), "invalid_grant", "assertion_used");
        await exchange.RefusesAsync(() => exchange.AssertAsync("api", assertion), "invalid_grant", "assertion_used");
        Assert.Equal(TimeSpan.FromSeconds(260), exchange.Replay.KeptFor);
    }

    [Fact]
    public async Task is_no_assertion_for_another_authority_or_under_another_key_or_of_nobody()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        using var other = RSA.Create(2048);

        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", peer.Token()), "invalid_grant", "assertion_refused:WrongAudience");
        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer, key: other)), "invalid_grant", "assertion_refused:BadSignature");
        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", "garbage"u8.ToArray()), "invalid_grant", "assertion_peer_unknown");
        await exchange.RefusesAsync(
            () => exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer, more: $$""","cnf":{"jkt":"{{Domain.Samples.KidText}}"}""")), "invalid_grant", "assertion_bound_elsewhere");
    }

    [Fact]
    public async Task is_no_assertion_of_a_client_for_itself()
    {
        await using var exchange = await SpecExchange.StartAsync();
        await SpecPeer.TrustedAsync(exchange);
        var own = await exchange.Node.IssueAsync("api");

        await exchange.RefusesAsync(() => exchange.AssertAsync("api", own), "invalid_grant", "assertion_peer_unknown");
    }

    [Theory]
    [InlineData("https://depot.example", null, "invalid_target")]
    [InlineData(null, "write", "invalid_scope")] // Asserted, but beyond the ceiling.
    [InlineData(null, "stock", "invalid_scope")] // Within the ceiling, but not asserted.
    public async Task asserts_nothing_beyond_its_bounds_and_may_be_used_after_a_refusal(string? target, string? scope, string error)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var assertion = (await SpecPeer.TrustedAsync(exchange)).Token(SpecPeer.OurIssuer);

        Assert.Equal(error, (await exchange.AssertAsync("stranger", assertion, target, scope)).Refusal?.Error);
        Assert.Null((await exchange.AssertAsync("stranger", assertion)).Refusal);
    }

    [Fact]
    public async Task is_refused_while_nobody_knows_whether_it_was_used()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        exchange.Replay.Fault = SpecLog.Gone;

        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer)));
        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => exchange.ExchangeAsync("api", peer.Token()));
    }

    [Fact]
    public async Task with_an_act_that_is_none_is_refused()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);

        foreach (var act in new[] { "\"x\"", "{}", """{"sub":""}""", """{"sub":"a","act":1}""", "[]", "null" })
            await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", peer.Token(more: $",\"act\":{act}")), "subject_claims_malformed");
    }

    /// <summary>The token that came of it would have this authority sign that its own client acted, and the log say so.</summary>
    [Theory]
    [InlineData($$"""{"iss":"{{SpecPeer.OurIssuer}}","sub":"client:stock"}""")]
    [InlineData($$$"""{"sub":"client:jeep","act":{"iss":"{{{SpecPeer.OurIssuer}}}","sub":"client:stock"}}""")]
    public async Task does_not_say_of_our_own_that_they_acted(string act)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", peer.Token(more: $",\"act\":{act}")), "subject_peer:actor_not_its_own");
        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer, more: $",\"act\":{act}")), "invalid_grant", "assertion_actor_not_its_own");
        await exchange.NextAsync("api", peer.Token(more: ""","act":{"iss":"https://third.example","sub":"client:stock"}"""));
    }

    [Fact]
    public async Task that_does_not_say_when_it_was_made_leads_to_one_that_lives_though_the_peer_was_once_disabled()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        await exchange.App.HappenAsync(SpecPeer.Stream, new PeerDisabled());
        await exchange.App.HappenAsync(SpecPeer.Stream, new PeerEnabled());

        // It may have been made before that.
        await exchange.RefusesAsync(() => exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer, isDated: false)), "invalid_grant", "assertion_revoked");
        await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(402));

        var answer = await exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer, isDated: false));
        Assert.Null(answer.Refusal);
        Assert.True(await exchange.IsActiveAsync(answer.AccessToken.ToArray(), "stock"));
    }

    [Fact]
    public async Task counts_its_actors_too()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        static string Nested(int depth) => depth == 1 ? """{"sub":"x"}""" : $$"""{"sub":"x","act":{{Nested(depth - 1)}}}""";

        await exchange.NextAsync("api", peer.Token(more: $",\"act\":{Nested(4)}"));
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", peer.Token(more: $",\"act\":{Nested(5)}")), "too_deep");
    }
}
