using Argus.Authority.Provisioning;

namespace Argus.Specs.Authority.Exchange;

/// <summary>What a client may have at a resource holds by every way to a token, and a token for one resource is nothing at another.</summary>
public class Least_privilege_at_each_resource
{
    private const string ReadOnly = $$"""{"{{SpecNode.Api}}":"read"}""";

    [Fact]
    public async Task holds_for_a_service_itself()
    {
        await using var exchange = await StartAsync("orders", ReadOnly);

        Assert.Equal("read", (await exchange.Node.Issuer.IssueAsync(exchange.Node.Request(), SpecNode.Origin)).Scope);
        await exchange.RefusesAsync(() => exchange.Node.Issuer.IssueAsync(exchange.Node.Request("orders", "write"), SpecNode.Origin).AsTask(), "invalid_scope", "scope_not_allowed");
    }

    [Fact]
    public async Task holds_for_what_a_user_granted_at_the_code_and_at_each_refresh()
    {
        await using var exchange = await StartAsync("app", ReadOnly);

        var first = await exchange.App.RedeemAsync(await exchange.App.AuthorizeAsync());
        Assert.Equal("offline_access read", first.Scope);

        await exchange.ApplyAsync($$$"""
            "clients":[{"client_id":"app","resource_scopes":{"{{{SpecNode.Api}}}":""}}]
            """);
        Assert.Equal("offline_access", (await exchange.App.RefreshAsync(first.RefreshToken!)).Scope);
    }

    [Fact]
    public async Task holds_for_an_exchange()
    {
        await using var exchange = await StartAsync("api", $$"""{"{{SpecExchange.Stock}}":"write"}""");
        var user = await exchange.UserTokenAsync();

        Assert.Equal("write", (await exchange.ExchangeAsync("api", user)).Scope);
        await exchange.RefusesAsync(() => exchange.ExchangeAsync("api", user, null, "read"), "invalid_scope", "scope_not_allowed");
    }

    [Fact]
    public async Task holds_for_an_assertion()
    {
        await using var exchange = await StartAsync("stranger", $$"""{"{{SpecExchange.Stock}}":"write"}""");
        var peer = await SpecPeer.TrustedAsync(exchange);

        Assert.Null((await exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer))).Scope); // read is not the client's, write not the peer's.
    }

    [Fact]
    public async Task makes_a_token_for_one_resource_nothing_at_another_by_whatever_grant()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var peer = await SpecPeer.TrustedAsync(exchange);
        var opened = await exchange.App.OpenAsync();
        var atApi = new[]
        {
            await exchange.Node.IssueAsync("orders"), opened.AccessToken, (await exchange.App.RefreshAsync(opened.RefreshToken)).AccessToken.ToArray(), peer.Token(),
        };
        var atStock = new[] { await exchange.NextAsync("api", opened.AccessToken), (await exchange.AssertAsync("stranger", peer.Token(SpecPeer.OurIssuer))).AccessToken.ToArray() };

        foreach (var token in atApi)
            Assert.Equal((true, false, false), (await exchange.IsActiveAsync(token, "api"), await exchange.IsActiveAsync(token, "stock"), await exchange.IsActiveAsync(token, "depot")));
        foreach (var token in atStock)
            Assert.Equal((false, true, false), (await exchange.IsActiveAsync(token, "api"), await exchange.IsActiveAsync(token, "stock"), await exchange.IsActiveAsync(token, "depot")));
    }

    [Theory]
    [InlineData("""{"https://api.example":"admin"}""", "clients[0].resource_scopes: 'admin' means nothing to https://api.example")]
    [InlineData("""{"https://other.example":"other"}""", "clients[0]: resource_scopes names https://other.example, which is not one of the client's resources")]
    public async Task is_refused_where_it_could_not_hold(string scopes, string error)
    {
        await using var exchange = await SpecExchange.StartAsync();

        var fault = await Assert.ThrowsAsync<ProvisioningException>(() => exchange.ApplyAsync($"\"clients\":[{{\"client_id\":\"orders\",\"resource_scopes\":{scopes}}}]"));

        Assert.Contains($"tenants[0].{error}", fault.Errors);
    }

    [Fact]
    public async Task grants_no_right_to_exchange_what_is_for_nobody_here()
    {
        await using var exchange = await SpecExchange.StartAsync();

        var fault = await Assert.ThrowsAsync<ProvisioningException>(() => exchange.ApplyAsync("\"clients\":[{\"client_id\":\"api\",\"exchanges\":[\"https://nowhere.example\"]}]"));

        Assert.Equal(["tenants[0].clients[0].exchanges: 'https://nowhere.example' is not a resource of tenant acme"], fault.Errors);
    }

    private static async Task<SpecExchange> StartAsync(string client, string scopes)
    {
        var exchange = await SpecExchange.StartAsync();
        await exchange.ApplyAsync($"\"clients\":[{{\"client_id\":\"{client}\",\"resource_scopes\":{scopes}}}]");
        return exchange;
    }
}
