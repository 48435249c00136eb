using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_public_client(OneNode one)
{
    private const string Grant = "grant_type=client_credentials";
    private const string Token = "/t/acme/oauth/token";

    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task is_known_by_its_name_and_gets_no_token_for_itself()
    {
        (await _node.PostAsync(Token, $"{Grant}&client_id={Known.Spa}")).Refuses(400, "unauthorized_client");

        // RFC 6749 §3.2: a parameter without a value is one that was not sent.
        (await _node.PostAsync(Token, $"{Grant}&client_id={Known.Spa}&client_secret=")).Refuses(400, "unauthorized_client");
    }

    [Fact]
    public async Task with_a_secret_is_refused_like_any_client_with_a_wrong_one()
    {
        Reply[] replies =
        [
            await _node.PostAsync(Token, Grant, (Known.Billing with { Secret = "wrong" }).Basic),
            await _node.PostAsync(Token, $"{Grant}&client_id={Known.Spa}&client_secret=x"),
            await _node.PostAsync(Token, Grant, new Client(Known.Spa, "").Basic),
            await _node.PostAsync(Token, Grant, new Client(Known.Spa, "x").Basic),
            await _node.PostAsync(Token, $"{Grant}&client_id={Known.Spa}", new Client(Known.Spa, "").Basic),
            await _node.PostAsync(Token, $"{Grant}&client_id=nobody"),
            await _node.PostAsync(Token, $"{Grant}&client_id={Known.Retired.Id}"),
            await _node.PostAsync(Token, $"{Grant}&client_id={Known.BasicOnly.Id}"),
        ];

        Assert.All(replies, reply => reply.Refuses(401, "invalid_client"));
        Assert.All(replies, reply => Assert.Equal(replies[0].Body, reply.Body));
    }

    [Fact]
    public async Task cannot_introspect() =>
        (await _node.PostAsync("/t/acme/oauth/introspect", $"client_id={Known.Spa}&token=x")).Refuses(401, "invalid_client");

    [Fact]
    public async Task may_revoke_but_nothing_of_another()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;

        Assert.Equal(200, (await _node.PostAsync("/t/acme/oauth/revoke", $"client_id={Known.Spa}&token={token}")).Status);

        Assert.True((await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).Json.GetProperty("active").GetBoolean());
    }
}
