using System.Text;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.Specs;

namespace Argus.IntegrationTests.ResourceServers;

[Collection(OneNodeCollection.Name)]
public sealed class An_API_that_is_protected(OneNode one) : IAsyncLifetime
{
    private readonly TestNode _node = one.Node;
    private ProtectedApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await ProtectedApi.StartAsync(_node.Issuer(Known.Acme));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private async Task<string> TokenAsync(Client client, string tenant = Known.Acme, string more = "") => (await _node.TokenAsync(tenant, client, more)).AccessToken;

    private static void Refuses(Reply reply, int status, string? challenge)
    {
        Assert.Equal((status, challenge), (reply.Status, reply.Header("WWW-Authenticate")));
        Assert.Empty(reply.Body);
    }

    [Fact]
    public async Task lets_a_token_in_and_knows_its_caller()
    {
        var reply = await _api.GetAsync("/orders", await TokenAsync(Known.BasicOnly));

        Assert.Equal((200, "basic-only|client:basic-only|-|orders.read|client:basic-only|True"), (reply.Status, reply.Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic Zm9vOmJhcg==")]
    [InlineData("Bearerx token")]
    [InlineData("")]
    public async Task asks_for_a_token_where_there_is_none(string? authorization)
    {
        var reply = await _api.SendAsync(HttpMethod.Get, "/orders", authorization is null ? [] : [("Authorization", authorization)]);

        Refuses(reply, 401, "Bearer");
    }

    [Fact]
    public async Task refuses_a_token_that_was_tampered_with() =>
        Refuses(await _api.GetAsync("/orders", Compact.Tampered(await TokenAsync(Known.Billing))), 401, "Bearer error=\"invalid_token\"");

    [Fact]
    public async Task refuses_a_token_of_another_tenant() =>
        Refuses(await _api.GetAsync("/orders", await TokenAsync(Known.Billing, Known.Gamma)), 401, "Bearer error=\"invalid_token\"");

    [Fact]
    public async Task refuses_a_token_for_another_API()
    {
        var token = await TokenAsync(Known.Both, more: $"&resource={Client.Form(Known.Stock)}");

        Refuses(await _api.GetAsync("/orders", token), 401, "Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task refuses_another_kind_of_JWT_of_the_same_issuer()
    {
        var introspection = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, await TokenAsync(Known.Billing), ("Accept", "application/token-introspection+jwt"));
        Assert.StartsWith("ey", introspection.Text, StringComparison.Ordinal);

        Refuses(await _api.GetAsync("/orders", introspection.Text), 401, "Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task says_which_scope_an_operation_needs()
    {
        var reader = await TokenAsync(Known.BasicOnly);

        foreach (var (method, path) in new[] { (HttpMethod.Post, "/orders"), (HttpMethod.Get, "/attribute") })
            Refuses(await _api.SendAsync(method, path, ("Authorization", $"Bearer {reader}")), 403, "Bearer error=\"insufficient_scope\", scope=\"orders.read orders.write\"");
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Post, "/orders", ("Authorization", $"bearer {await TokenAsync(Known.Billing)}"))).Status);
    }

    [Fact]
    public async Task lets_an_operation_name_its_callers()
    {
        Assert.Equal(200, (await _api.GetAsync("/own", await TokenAsync(Known.Billing))).Status);
        Refuses(await _api.GetAsync("/own", await TokenAsync(Known.BasicOnly)), 403, "Bearer error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task lets_an_operation_have_an_audience_of_its_own()
    {
        await using var api = await ProtectedApi.StartAsync(_node.Issuer(Known.Acme), options => options.RequiredScopes.Clear());
        var (stock, orders) = (await TokenAsync(Known.Both, more: $"&resource={Client.Form(Known.Stock)}"), await TokenAsync(Known.Billing));

        Assert.Equal(200, (await api.GetAsync("/stock", stock)).Status);
        Refuses(await api.GetAsync("/stock", orders), 401, "Bearer error=\"invalid_token\"");
        Refuses(await api.GetAsync("/orders", stock), 401, "Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task lets_anybody_to_what_is_open()
    {
        Assert.Equal("nobody", (await _api.GetAsync("/open", null)).Text);
        Assert.Equal("nobody", (await _api.GetAsync("/open", "garbage")).Text);
        Assert.Equal("billing", (await _api.GetAsync("/open", await TokenAsync(Known.Billing))).Text);
    }

    [Fact]
    public async Task takes_no_token_from_the_query_and_no_two()
    {
        var token = await TokenAsync(Known.Billing);

        Refuses(await _api.GetAsync($"/orders?access_token={token}", null), 400, "Bearer error=\"invalid_request\"");
        Refuses(await _api.GetAsync($"/orders?access_token={token}", token), 400, "Bearer error=\"invalid_request\"");
        Refuses(await _api.SendAsync(HttpMethod.Get, "/orders", ("Authorization", $"Bearer {token} {token}")), 400, "Bearer error=\"invalid_request\"");
        Refuses(await _api.SendAsync(HttpMethod.Get, "/orders", ("Authorization", $"Bearer {token}, Bearer {token}")), 400, "Bearer error=\"invalid_request\"");
        Assert.Equal(400, (await RawAsync($"Authorization: Bearer {token}\r\nAuthorization: Bearer {token}")).Status);
    }

    [Theory]
    [InlineData("access_token=abc", 400, "Bearer error=\"invalid_request\"")]
    [InlineData("other=abc", 401, "Bearer")]
    [InlineData("%ff=%zz&&==&", 401, "Bearer")]
    public async Task takes_no_token_from_a_form(string form, int status, string challenge)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded") };

        Refuses(await _api.SendAsync(request), status, challenge);
    }

    [Fact]
    public async Task refuses_a_token_under_DPoP_that_is_bound_to_nothing()
    {
        var reply = await _api.SendAsync(HttpMethod.Get, "/orders", ("Authorization", $"DPoP {await TokenAsync(Known.Billing)}"));

        Refuses(reply, 401, "DPoP error=\"invalid_token\", algs=\"ES256 PS256 RS256\"");
    }

    [Fact]
    public async Task refuses_a_token_that_has_expired()
    {
        await using var api = await ProtectedApi.StartAsync(_node.Issuer(Known.Brief), options => options.ClockTolerance = TimeSpan.Zero);
        var token = await TokenAsync(Known.Billing, Known.Brief);

        await Eventually.Holds("it expires", TimeSpan.FromSeconds(60), async () => (await api.GetAsync("/orders", token)).Status == 401);
    }

    [Theory]
    [InlineData("Authorization: Bearer <script>alert(1)</script>")]
    [InlineData("Authorization: Bearer \"; drop table events; --")]
    [InlineData("Authorization: Bearer %00%0d%0aSet-Cookie:%20a=b")]
    [InlineData("Authorization: Bearer é\u00ff\u0080")]
    [InlineData("Authorization: Bearer")]
    [InlineData("Authorization: Bearer ")]
    [InlineData("Authorization: Bearer ..")]
    [InlineData("Authorization: Bearer a.b.c.d.e")]
    [InlineData("Authorization: \u0007")]
    [InlineData("Authorization: DPoP x\r\nDPoP: y\r\nDPoP: z")]
    [InlineData("Authorization: Bearer ${jndi:ldap://127.0.0.1/a}")]
    [InlineData("authorization:Bearer\tx")]
    public async Task answers_odd_headers_as_it_answers_wrong_tokens(string header)
    {
        var (status, head, body) = await RawAsync(header);

        Assert.True(status is 400 or 401, $"{status} {head}");
        Assert.Empty(body);
        Assert.DoesNotContain("script", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task answers_random_bytes_as_it_answers_wrong_tokens()
    {
        var random = new Xorshift(20260301);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[1 + round];
            for (var at = 0; at < bytes.Length; at++)
                bytes[at] = (byte)random.Below(256);
            var text = Encoding.Latin1.GetString(bytes).Replace('\r', 'r').Replace('\n', 'n');

            Assert.True((await RawAsync($"Authorization: Bearer {text}")).Status is 400 or 401);
        }
    }

    private Task<(int Status, string Head, byte[] Body)> RawAsync(string headers) => RawHttp.SendAsync(
        _api.Url, Encoding.Latin1.GetBytes($"GET /orders HTTP/1.1\r\nHost: {_api.Url.Authority}\r\nConnection: close\r\n{headers}\r\n\r\n"));
}
