using Argus.Authority.Revocation;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Specs.Authority.Families;
using Argus.Specs.Authority.Keys;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Whatever ends one of them ends it, however many exchanges are in between: at introspection and at the next exchange alike.</summary>
public class A_token_with_ancestors
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ends_when_one_of_them_is_revoked_by_its_client(int which)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await exchange.Node.Revoker.RevokeAsync(
            exchange.Node.Acme, exchange.Node.Client(SpecExchange.Payload(chain[which]).GetProperty("client_id").GetString()!), chain[which], SpecNode.Origin);

        await EndsFromAsync(exchange, chain, which, "revoked");
    }

    [Fact]
    public async Task is_not_revoked_by_the_client_of_another()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await exchange.Node.Revoker.RevokeAsync(exchange.Node.Acme, exchange.Node.Client("stock"), chain[1], SpecNode.Origin);

        Assert.True(await exchange.IsActiveAsync(chain[2], "depot"));
    }

    [Fact]
    public async Task does_not_end_them()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await exchange.Node.Revoker.RevokeAsync(exchange.Node.Acme, exchange.Node.Client("stock"), chain[2], SpecNode.Origin);

        Assert.False(await exchange.IsActiveAsync(chain[2], "depot"));
        Assert.True(await exchange.IsActiveAsync(chain[1], "stock"));
        Assert.True(await exchange.IsActiveAsync(chain[0], "api"));
    }

    [Fact]
    public async Task ends_with_the_family_that_the_first_is_of()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var opened = await exchange.App.OpenAsync();
        var chain = await ChainAsync(exchange, opened.AccessToken);

        await exchange.Node.FamilyRevoker.RevokeAsync(
            exchange.Node.Acme, exchange.Node.Client("app"), Argus.Authority.Families.GrantToken.Parse(Argus.Authority.Families.GrantTokenKind.RefreshToken, exchange.Node.Acme.Id, opened.RefreshToken)!, SpecNode.Origin);

        await EndsFromAsync(exchange, chain, 0, "revoked");
    }

    [Fact]
    public async Task ends_when_a_refresh_token_of_that_family_is_used_again()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var opened = await exchange.App.OpenAsync();
        var chain = await ChainAsync(exchange, opened.AccessToken);
        await exchange.App.NextAsync(await exchange.App.NextAsync(opened.RefreshToken));

        await exchange.App.RefusesAsync(opened.RefreshToken, "reuse");

        Assert.Contains(await exchange.App.EventsAsync(opened.Family), e => e is FamilyRevoked);
        await EndsFromAsync(exchange, chain, 0, "revoked");
    }

    [Theory]
    [InlineData("app", 0)]
    [InlineData("api", 1)]
    [InlineData("stock", 2)]
    public async Task ends_with_all_that_was_issued_to_a_client_before(string client, int which)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await OperatorAsync(exchange, new TokenHolder(null, TextId.Parse<ClientId>(client)));

        await EndsFromAsync(exchange, chain, which, "revoked");
    }

    [Fact]
    public async Task ends_with_all_that_was_issued_to_its_subject_before()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await OperatorAsync(exchange, new TokenHolder(SpecApp.Alice.Value, null));

        // Each is the subject's own, and reached by itself.
        foreach (var (token, server) in chain.Zip(["api", "stock", "depot"]))
            Assert.Equal("revoked", await exchange.OutcomeAsync(token, server));
        Assert.True(await exchange.IsActiveAsync(await exchange.NextAsync("api", await exchange.UserTokenAsync()), "stock"));
    }

    [Theory]
    [InlineData("app", 0)]
    [InlineData("api", 1)]
    [InlineData("stock", 2)]
    public async Task sleeps_while_the_client_of_one_of_them_is_disabled(string client, int which)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await exchange.App.HappenAsync($"client:{client}", new ClientDisabled());
        await EndsFromAsync(exchange, chain, which, "client_disabled");

        await exchange.App.HappenAsync($"client:{client}", new ClientEnabled());
        Assert.True(await exchange.IsActiveAsync(chain[2], "depot"));
    }

    [Fact]
    public async Task ends_when_the_client_of_one_of_them_is_removed_and_stays_so()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await exchange.App.HappenAsync("client:app", new ClientRemoved());
        await exchange.App.DescribeAsync("app", "read", SpecNode.Api);

        await EndsFromAsync(exchange, chain, 0, "revoked");
    }

    [Fact]
    public async Task ends_when_the_user_is_disabled_or_gone()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);

        await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserDisabled());
        Assert.Equal("ancestor_subject_disabled", await exchange.OutcomeAsync(chain[2], "depot"));

        await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserEnabled());
        Assert.True(await exchange.IsActiveAsync(chain[2], "depot"));
        await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserRemoved());
        Assert.False(await exchange.IsActiveAsync(chain[2], "depot"));
    }

    [Fact]
    public async Task ends_with_the_user_who_acts_in_it()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var bob = TextId.Parse<SubjectId>("06drj5o06drj5o06drj5o06dr4");
        await exchange.App.HappenAsync("user:bob", Domain.Samples.Registered(bob, TextId.Parse<Username>("bob")));
        var token = new TokenActor(null, null, bob.Value);

        Assert.Null(Argus.Authority.Verification.Ancestry.Fault(exchange.Node.Acme, new Lineage(token, null), 0));
        await exchange.App.HappenAsync("user:bob", new UserDisabled());
        Assert.Equal("actor_disabled", Argus.Authority.Verification.Ancestry.Fault(exchange.Node.Acme, new Lineage(new TokenActor(token, null, "client:api"), null), 0));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(-10L, false)] // It leaked before all of them.
    [InlineData(10L, true)] // It leaked after all of them.
    public async Task ends_with_the_key_that_signed_one_of_them(long? leakedAfter, bool lives)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var (kid, now) = (exchange.Node.Acme.Keys.Active!.Kid, exchange.Node.Now());
        var chain = await ChainAsync(exchange, upTo: 2);
        await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(60));
        await exchange.Node.RoundsAsync();
        Assert.Null(await exchange.Node.KeyRings.RotateAsync(exchange.Node.Acme, force: true, SpecNode.Origin).InTime());
        await exchange.Node.RefreshAsync();
        var last = await exchange.NextAsync("stock", chain[1], SpecExchange.Depot);
        Assert.NotEqual(kid, (await exchange.IssuedAsync()).Kid);

        Assert.Null(await exchange.Node.KeyRings.RevokeAsync(exchange.Node.Acme, new(kid, now + leakedAfter, "stolen"), SpecNode.Origin).InTime());

        Assert.Equal(lives, await exchange.IsActiveAsync(last, "depot"));
        Assert.Equal(lives ? "active" : "ancestor_key_revoked", await exchange.OutcomeAsync(last, "depot"));
    }

    [Fact]
    public async Task is_judged_so_by_another_node_too()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var chain = await ChainAsync(exchange);
        await exchange.Node.Revoker.RevokeAsync(exchange.Node.Acme, exchange.Node.Client("app"), chain[0], SpecNode.Origin);

        await using var other = await exchange.Node.StartBesideAsync();

        Assert.Null(await Introspecting_a_token.Introspect(other, chain[2], "depot"));
    }

    [Fact]
    public async Task is_born_dead_if_one_of_them_is_revoked_while_it_is_made()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        var jti = SpecExchange.JtiOf(user);
        exchange.Node.Log.BeforeAppend = async append =>
        {
            exchange.Node.Log.BeforeAppend = null;
            await exchange.App.HappenAsync(TokenState.StreamOf(jti), new TokenRevoked(exchange.Node.Now() + 600, jti));
        };

        var token = await exchange.NextAsync("api", user);

        Assert.False(await exchange.IsActiveAsync(token, "stock"));
    }

    /// <summary>The user's token, what api made of it for stock, and what stock made of that for depot.</summary>
    private static async Task<List<byte[]>> ChainAsync(SpecExchange exchange, byte[]? user = null, int upTo = 3)
    {
        var chain = new List<byte[]> { user ?? await exchange.UserTokenAsync() };
        chain.Add(await exchange.NextAsync("api", chain[0]));
        if (upTo > 2)
        {
            chain.Add(await exchange.NextAsync("stock", chain[1], SpecExchange.Depot));
            Assert.True(await exchange.IsActiveAsync(chain[2], "depot"));
        }

        return chain;
    }

    private static async Task EndsFromAsync(SpecExchange exchange, List<byte[]> chain, int first, string why)
    {
        string[] servers = ["api", "stock", "depot"];
        string[] targets = [SpecExchange.Stock, SpecExchange.Depot, SpecExchange.Stock];
        for (var i = 0; i < chain.Count; i++)
        {
            var outcome = i == first ? why : $"ancestor_{why}";
            Assert.Equal(i < first, await exchange.IsActiveAsync(chain[i], servers[i]));
            if (i < first)
                continue;
            Assert.Equal(outcome, await exchange.OutcomeAsync(chain[i], servers[i]));
            await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync(servers[i], chain[i], targets[i]), $"subject_{outcome}");
        }
    }

    private static async Task OperatorAsync(SpecExchange exchange, TokenHolder holder) =>
        await new OperatorRevoker(exchange.Node.Aggregates, exchange.Node.Log, exchange.Node.Views, exchange.Node.Clock)
            .RevokeAsync(exchange.Node.Acme, holder, null, "stolen", SpecNode.Origin);
}
