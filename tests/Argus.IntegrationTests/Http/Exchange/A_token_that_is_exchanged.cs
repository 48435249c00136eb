using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Exchange;

using static ExchangeNodes;

[Collection(ExchangeCollection.Name)]
public class A_token_that_is_exchanged(ExchangeNodes nodes)
{
    private readonly TestNode _node = nodes.First;

    [Fact]
    public async Task comes_with_exactly_the_members_of_RFC_8693_and_is_not_stored()
    {
        var user = await nodes.UserAsync();

        var reply = await ExchangeAsync(_node, user.AccessToken, $"&resource={Client.Form(Known.Stock)}");

        Assert.Equal(200, reply.Status);
        Assert.Equal(["access_token", "issued_token_type", "token_type", "expires_in", "scope"], reply.Members);
        Assert.Equal((AccessToken, "Bearer", "orders.read"), (reply.Member("issued_token_type"), reply.Member("token_type"), reply.Member("scope")));
        Assert.InRange(reply.Json.GetProperty("expires_in").GetInt32(), 1, 600);
        reply.IsNotStored();
        var claims = new Compact(reply.AccessToken).Payload;
        Assert.Equal(new Compact(user.AccessToken).Payload.GetProperty("sub").GetString(), claims.GetProperty("sub").GetString());
        Assert.Equal("""{"sub":"client:orders-api"}""", claims.GetProperty("act").GetRawText());
    }

    [Fact]
    public async Task is_introspected_with_who_acts()
    {
        var token = (await ExchangeAsync(_node, (await nodes.UserAsync()).AccessToken)).AccessToken;

        var reply = await _node.IntrospectAsync(Guild, Known.StockApi, token);

        Assert.Equal("""{"sub":"client:orders-api"}""", reply.Json.GetProperty("act").GetRawText());
        Assert.Equal("""{"active":false}""", (await _node.IntrospectAsync(Guild, Known.OrdersApi, token)).Text);
    }

    [Fact]
    public async Task is_introspected_with_who_may_act()
    {
        await nodes.ApplyAsync("""{"tenants":[{"tenant":"guild","clients":[{"client_id":"spa","may_act":"orders-api"}]}]}""");

        var reply = await _node.IntrospectAsync(Guild, Known.OrdersApi, (await nodes.UserAsync()).AccessToken);

        Assert.Equal("""{"sub":"client:orders-api"}""", reply.Json.GetProperty("may_act").GetRawText());
    }

    [Fact]
    public async Task may_be_asked_for_by_audience_and_as_a_JWT()
    {
        var user = (await nodes.UserAsync()).AccessToken;
        var jwt = AccessToken.Replace("access_token", "jwt", StringComparison.Ordinal);

        var reply = await ExchangeAsync(_node, user, $"&audience={Client.Form(Known.Stock)}&resource={Client.Form(Known.Stock)}&requested_token_type={jwt}");

        Assert.Equal((200, jwt), (reply.Status, reply.Member("issued_token_type")));
    }

    [Theory]
    [InlineData("&audience=https%3A%2F%2Fother.example&resource=https%3A%2F%2Fstock.acme.example", "invalid_target")]
    [InlineData("&resource=https%3A%2F%2Fapi.acme.example", "invalid_target")]
    [InlineData("&audience=a&audience=b", "invalid_target")]
    [InlineData("&scope=stock.read", "invalid_scope")]
    [InlineData("&scope=a%20%20b", "invalid_scope")]
    [InlineData("&requested_token_type=urn:ietf:params:oauth:token-type:refresh_token", "invalid_request")]
    [InlineData("&requested_token_type=urn:ietf:params:oauth:token-type:id_token", "invalid_request")]
    [InlineData("&actor_token=x", "invalid_request")]
    [InlineData("&actor_token_type=urn:ietf:params:oauth:token-type:access_token", "invalid_request")]
    [InlineData("&actor_token=x&actor_token_type=urn:ietf:params:oauth:token-type:saml2", "invalid_request")]
    [InlineData("&subject_token=again", "invalid_request")]
    public async Task is_refused(string more, string error) => (await ExchangeAsync(_node, (await nodes.UserAsync()).AccessToken, more)).Refuses(400, error);

    [Theory]
    [InlineData("")]
    [InlineData("&subject_token=x")]
    [InlineData("&subject_token_type=urn:ietf:params:oauth:token-type:access_token")]
    [InlineData("&subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("&subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("&subject_token=x&subject_token_type=access_token")]
    [InlineData("&subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:access_token")]
    public async Task is_refused_without_a_subject_of_a_known_type(string more) =>
        (await _node.PostAsync($"{Guild}/oauth/token", $"grant_type={Exchange}{more}", Known.OrdersApi.Basic)).Refuses(400, "invalid_request");

    [Fact]
    public async Task is_not_told_why_a_token_was_not_taken()
    {
        var user = (await nodes.UserAsync()).AccessToken;
        var revoked = (await nodes.UserAsync()).AccessToken;
        await _node.PostAsync($"{Guild}/oauth/revoke", $"token={revoked}&client_id=spa");

        Reply[] refused =
        [
            await ExchangeAsync(_node, revoked), await ExchangeAsync(_node, user, "", Stranger), await ExchangeAsync(_node, user[..^8] + "AAAAAAAA"), await ExchangeAsync(_node, "garbage"),
            await ExchangeAsync(_node, new string('x', 20_000)), await ExchangeAsync(_node, user, $"&actor_token={user}&actor_token_type={AccessToken}"),
        ];

        Assert.Single(refused.Select(reply => reply.Refuses(400, "invalid_request").Text).Distinct());
    }

    [Fact]
    public async Task is_not_for_clients_that_may_not_ask_by_it_or_prove_nothing()
    {
        var user = (await nodes.UserAsync()).AccessToken;

        (await ExchangeAsync(_node, user, "", Known.StockApi)).Refuses(400, "unauthorized_client");
        (await _node.PostAsync($"{Guild}/oauth/token", $"grant_type={Exchange}&client_id=spa&subject_token={user}&subject_token_type={AccessToken}")).Refuses(400, "unauthorized_client");
    }

    [Fact]
    public async Task ends_on_every_node_with_the_token_it_was_made_from()
    {
        var user = (await nodes.UserAsync()).AccessToken;
        var token = (await ExchangeAsync(nodes.Second, user)).AccessToken;
        Assert.True((await _node.IntrospectAsync(Guild, Known.StockApi, token)).Json.GetProperty("active").GetBoolean());

        await _node.PostAsync($"{Guild}/oauth/revoke", $"token={user}&client_id=spa");

        await Argus.IntegrationTests.Embedded.Eventually.Holds(
            "the other node knows", TimeSpan.FromSeconds(60), async () => !(await nodes.Second.IntrospectAsync(Guild, Known.StockApi, token)).Json.GetProperty("active").GetBoolean());
        Assert.Equal("""{"active":false}""", (await _node.IntrospectAsync(Guild, Known.StockApi, token)).Text);
    }

    [Fact]
    public async Task is_made_from_a_peers_token_once_on_all_nodes()
    {
        var token = await nodes.PeersAsync(Known.Orders);

        var exchanged = await ExchangeAsync(_node, token);

        var claims = new Compact(exchanged.AccessToken).Payload;
        Assert.Equal(("army:client:tank", "orders.read"), (claims.GetProperty("sub").GetString(), claims.GetProperty("scope").GetString()));
        (await ExchangeAsync(nodes.Second, token)).Refuses(400, "invalid_request");
    }

    [Fact]
    public async Task is_made_from_a_peers_assertion_once_on_all_nodes()
    {
        var assertion = await nodes.PeersAsync(_node.Issuer(Guild));
        Task<Reply> AssertAsync(TestNode node, string more = "") => node.PostAsync($"{Guild}/oauth/token", $"grant_type={JwtBearer}&assertion={assertion}{more}", Stranger.Basic);
        (await AssertAsync(_node, "&scope=stock.read")).Refuses(400, "invalid_scope");

        var replies = await Task.WhenAll(AssertAsync(_node), AssertAsync(nodes.Second));

        var granted = replies.Single(reply => reply.Status == 200);
        Assert.Equal(["access_token", "token_type", "expires_in", "scope"], granted.Members);
        var claims = new Compact(granted.AccessToken).Payload;
        Assert.Equal(("army:client:tank", "stranger", Known.Stock), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString(), claims.GetProperty("aud").GetString()));
        Assert.True((await nodes.Second.IntrospectAsync(Guild, Known.StockApi, granted.AccessToken)).Json.GetProperty("active").GetBoolean());
        replies.Single(reply => reply.Status != 200).Refuses(400, "invalid_grant");
        (await _node.PostAsync($"{Guild}/oauth/token", $"grant_type={JwtBearer}", Stranger.Basic)).Refuses(400, "invalid_request");
        (await _node.PostAsync($"{Guild}/oauth/token", $"grant_type={JwtBearer}&assertion=garbage", Stranger.Basic)).Refuses(400, "invalid_grant");
    }

    [Fact]
    public async Task is_announced_in_the_metadata()
    {
        var grants = (await _node.GetAsync($"{Guild}/.well-known/openid-configuration")).Json.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString());

        Assert.Superset(new HashSet<string?> { Exchange, JwtBearer }, grants.ToHashSet());
    }
}
