using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class The_metadata(OneNode one)
{
    private const string Confidential = """["client_secret_basic","client_secret_post","private_key_jwt","spiffe_jwt"]""";
    private const string Public = """["client_secret_basic","client_secret_post","private_key_jwt","spiffe_jwt","none"]""";

    private readonly TestNode _node = one.Node;

    public static TheoryData<string, string, string[]> Tenants => new()
    {
        { "", "", ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"] },
        { "/t/acme", "", ["/t/acme/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/t/acme", "/.well-known/openid-configuration/t/acme"] },
        { "", Known.BetaHost, ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"] },
    };

    [Theory]
    [MemberData(nameof(Tenants))]
    public async Task is_the_same_bytes_at_every_well_known_place(string tenant, string host, string[] places)
    {
        var replies = new List<Reply>();
        foreach (var place in places)
            replies.Add(await GetAsync(place, host));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.All(replies, reply => Assert.Equal(replies[0].Body, reply.Body));
        Assert.All(replies, reply => Assert.Equal(replies[0].Header("ETag"), reply.Header("ETag")));
        Assert.Equal("public, max-age=300, stale-if-error=86400", replies[0].Header("Cache-Control"));
        Assert.Equal(host.Length == 0 ? _node.Issuer(tenant) : $"http://{host}:{_node.Url.Port}", replies[0].Member("issuer"));
    }

    [Theory]
    [MemberData(nameof(Tenants))]
    public async Task names_endpoints_below_the_issuer_and_all_of_them_answer(string tenant, string host, string[] places)
    {
        var metadata = await GetAsync(places[0], host);
        var issuer = metadata.Member("issuer")!;
        Assert.Equal(host.Length == 0 ? _node.Issuer(tenant) : $"http://{host}:{_node.Url.Port}", issuer);

        Assert.Equal($"{issuer}/.well-known/jwks.json", metadata.Member("jwks_uri"));
        Assert.Equal(200, (await GetAsync(new Uri(metadata.Member("jwks_uri")!).AbsolutePath, host)).Status);
        foreach (var (name, path) in new[] { ("token_endpoint", "/oauth/token"), ("introspection_endpoint", "/oauth/introspect"), ("revocation_endpoint", "/oauth/revoke"), ("pushed_authorization_request_endpoint", "/oauth/par") })
        {
            Assert.Equal(issuer + path, metadata.Member(name));
            Assert.Equal(401, (await _node.PostAsync(new Uri(metadata.Member(name)!).AbsolutePath, "token=x", null, Host(host))).Status);
        }

        Assert.Equal($"{issuer}/oauth/authorize", metadata.Member("authorization_endpoint"));
        Assert.Equal(400, (await GetAsync(new Uri(metadata.Member("authorization_endpoint")!).AbsolutePath, host)).Status);
    }

    [Fact]
    public async Task lists_what_works_and_nothing_else()
    {
        var metadata = (await _node.GetAsync("/t/acme/.well-known/openid-configuration")).Json;

        foreach (var algorithms in metadata.EnumerateObject().Where(member => member.Name.Contains("_alg_", StringComparison.Ordinal)))
            Assert.Equal(algorithms.Name == "dpop_signing_alg_values_supported" ? """["ES256","PS256","RS256"]""" : """["RS256"]""", algorithms.Value.GetRawText());
        foreach (var (name, methods) in new[] { ("token", Public), ("revocation", Public), ("introspection", Confidential) })
            Assert.Equal(methods, metadata.GetProperty($"{name}_endpoint_auth_methods_supported").GetRawText());
        Assert.Equal(
            """["email","offline_access","openid","orders.read","orders.write","phone","profile","stock.read"]""", metadata.GetProperty("scopes_supported").GetRawText());
        Assert.Equal("""["code"]""", metadata.GetProperty("response_types_supported").GetRawText());
        Assert.Equal("""["query"]""", metadata.GetProperty("response_modes_supported").GetRawText());
        Assert.Equal("""["S256"]""", metadata.GetProperty("code_challenge_methods_supported").GetRawText());
        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.All(["request_parameter_supported", "request_uri_parameter_supported"], not => Assert.False(metadata.GetProperty(not).GetBoolean(), not));
        Assert.All(["registration_endpoint", "require_pushed_authorization_requests"], absent => Assert.False(metadata.TryGetProperty(absent, out _), absent));
    }

    [Fact]
    public async Task lists_the_grants_that_the_token_endpoint_takes_and_each_of_them()
    {
        var listed = (await _node.GetAsync("/t/acme/.well-known/openid-configuration")).Json.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()!);

        Assert.Equal(
            [
                "authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange",
            ],
            listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task is_not_sent_again_to_who_has_it()
    {
        var tag = (await _node.GetAsync("/.well-known/openid-configuration")).Header("ETag")!;

        Assert.Equal(304, (await _node.GetAsync("/.well-known/openid-configuration", ("If-None-Match", tag))).Status);
        Assert.Equal(200, (await _node.SendAsync(HttpMethod.Head, "/.well-known/openid-configuration")).Status);
    }

    [Fact]
    public async Task says_the_same_issuer_whatever_the_request_says_of_its_host()
    {
        var reply = await _node.GetAsync("/.well-known/openid-configuration", ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example"));

        Assert.DoesNotContain("evil", reply.Text, StringComparison.Ordinal);
        Assert.Equal(_node.Issuer(""), reply.Member("issuer"));
    }

    private Task<Reply> GetAsync(string path, string host) => _node.GetAsync(path, Host(host));

    private static (string, string)[] Host(string host) => host.Length == 0 ? [] : [("Host", host)];
}
