using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_request_for_scope_or_resource(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData("", "orders.read orders.write")]
    [InlineData("&scope=orders.read", "orders.read")]
    [InlineData("&scope=orders.write+orders.read", "orders.read orders.write")]
    [InlineData("&scope=orders.read+orders.read", "orders.read")]
    [InlineData("&resource=https%3A%2F%2Fapi.acme.example", "orders.read orders.write")]
    [InlineData("&resource=https://api.acme.example&scope=orders.read", "orders.read")]
    public async Task within_what_the_client_may_is_granted(string more, string scope)
    {
        var reply = await _node.TokenAsync(Known.Acme, Known.Billing, more);

        Assert.Equal(scope, reply.Member("scope"));
        Assert.Equal(scope, new Compact(reply.AccessToken).Payload.GetProperty("scope").GetString());
        Assert.Equal(Known.Orders, new Compact(reply.AccessToken).Payload.GetProperty("aud").GetString());
    }

    [Theory]
    [InlineData("stock.read")]
    [InlineData("orders.read+orders.delete")]
    [InlineData("*")]
    [InlineData("Orders.Read")]
    [InlineData("+orders.read")]
    [InlineData("orders.read+")]
    [InlineData("orders.read++orders.write")]
    [InlineData("orders.read%09orders.write")]
    [InlineData("orders.read%0Aorders.write")]
    [InlineData("%22orders.read%22")]
    [InlineData("orders.read%5C")]
    [InlineData("%C3%A9")]
    [InlineData("+")]
    public async Task beyond_its_scope_is_refused_and_never_cut_down(string scope) =>
        (await _node.TokenAsync(Known.Acme, Known.Billing, $"&scope={scope}")).Refuses(400, "invalid_scope");

    [Theory]
    [InlineData("&resource=https://stock.acme.example")]
    [InlineData("&resource=https://nobody.example")]
    [InlineData("&resource=https://api.acme.example/")]
    [InlineData("&resource=https://API.acme.example")]
    [InlineData("&resource=https://api.acme.example%23fragment")]
    [InlineData("&resource=orders")]
    [InlineData("&resource=%2F")]
    [InlineData("&resource=https://api.acme.example&resource=https://api.acme.example")]
    [InlineData("&resource=https://api.acme.example&resource=https://stock.acme.example")]
    public async Task for_a_resource_that_it_has_not_is_an_invalid_target(string more) =>
        (await _node.TokenAsync(Known.Acme, Known.Billing, more)).Refuses(400, "invalid_target");

    [Fact]
    public async Task has_to_name_the_resource_when_the_client_has_several()
    {
        (await _node.TokenAsync(Known.Acme, Known.Both)).Refuses(400, "invalid_target");
        (await _node.TokenAsync(Known.Acme, Known.Both, $"&resource={Known.Orders}&resource={Known.Stock}")).Refuses(400, "invalid_target");

        var reply = await _node.TokenAsync(Known.Acme, Known.Both, $"&resource={Known.Stock}");
        Assert.Equal("stock.read", reply.Member("scope"));
        (await _node.IntrospectAsync(Known.Acme, Known.StockApi, reply.AccessToken)).IsActive();
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, reply.AccessToken)).IsInactive();
        (await _node.TokenAsync(Known.Acme, Known.Both, $"&resource={Known.Stock}&scope=orders.read")).Refuses(400, "invalid_scope");
    }
}
