using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class Scripts_of_other_origins(Walks walks)
{
    private static readonly (string, string) Origin = ("Origin", "https://app.example");

    private readonly TestNode _node = walks.Node;

    [Theory]
    [InlineData("/oauth/token", "POST")]
    [InlineData("/oauth/revoke", "POST")]
    [InlineData("/.well-known/jwks.json", "GET, HEAD")]
    [InlineData("/.well-known/openid-configuration", "GET, HEAD")]
    [InlineData("/.well-known/oauth-authorization-server", "GET, HEAD")]
    public async Task may_call_what_a_client_in_a_browser_needs(string path, string methods)
    {
        var reply = await _node.SendAsync(
            HttpMethod.Options, Walks.Acme + path, Origin, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));

        Assert.Equal(204, reply.Status);
        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal(methods, reply.Header("Access-Control-Allow-Methods"));
        Assert.Equal("authorization, content-type, dpop", reply.Header("Access-Control-Allow-Headers"));
        Assert.Null(reply.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task may_read_answers_and_refusals()
    {
        var refused = await _node.PostAsync($"{Walks.Acme}/oauth/token", "grant_type=authorization_code&client_id=spa&code=x", null, Origin);
        var read = await _node.GetAsync($"{Walks.Acme}/.well-known/jwks.json", Origin);

        Assert.Equal((400, "*"), (refused.Status, refused.Header("Access-Control-Allow-Origin")));
        Assert.Equal((200, "*"), (read.Status, read.Header("Access-Control-Allow-Origin")));
        Assert.Null(read.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/oauth/authorize")]
    [InlineData("/oauth/par")]
    [InlineData("/oauth/introspect")]
    public async Task may_not_call_anything_else(string path)
    {
        var preflight = await _node.SendAsync(HttpMethod.Options, Walks.Acme + path, Origin, ("Access-Control-Request-Method", "POST"));
        var get = await _node.GetAsync(Walks.Acme + path, Origin);

        Assert.Equal(405, preflight.Status);
        Assert.All([preflight, get], reply => Assert.Null(reply.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task do_not_get_into_the_Admin_API()
    {
        var reply = await _node.SendAsync(HttpMethod.Options, "/admin/v1/tenants/acme", Origin, ("Access-Control-Request-Method", "GET"));

        Assert.Null(reply.Header("Access-Control-Allow-Origin"));
    }
}
