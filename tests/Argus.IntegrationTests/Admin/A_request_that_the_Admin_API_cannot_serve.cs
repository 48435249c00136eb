using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin;

[Collection(AdminNodeCollection.Name)]
public class A_request_that_the_Admin_API_cannot_serve(AdminNode admin)
{
    private readonly TestNode _node = admin.Node;
    private readonly AdminApi _admin = admin.Admin;

    [Theory]
    [InlineData("/tenants/nobody/keys")]
    [InlineData("/tenants/ACME/keys")]
    public async Task for_a_tenant_that_is_not_there(string path) => (await _admin.GetAsync(path)).IsProblem(404, "tenant_unknown");

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/tenants/acme/keys/rotate/more")]
    [InlineData("/tenants//keys")]
    [InlineData("/../v1x")]
    public async Task for_a_path_that_is_not_there(string path)
    {
        (await _admin.GetAsync(path)).IsProblem(404, "not_found");
        (await _node.GetAsync(AdminApi.Root + path)).IsProblem(404, "not_found");
    }

    [Theory]
    [InlineData("DELETE", "/tenants/acme/keys", "GET")]
    [InlineData("POST", "/tenants/acme/keys", "GET")]
    [InlineData("GET", "/tenants/acme/keys/rotate", "POST")]
    [InlineData("PUT", "/tenants/acme/compliance", "GET")]
    [InlineData("POST", "/openapi.json", "GET")]
    public async Task by_a_method_that_the_path_does_not_have(string method, string path, string allowed)
    {
        var reply = await _node.SendAsync(new HttpMethod(method), AdminApi.Root + path, await _admin.AuthorizationAsync());

        reply.IsProblem(405, "method_not_allowed");
        Assert.Equal(allowed, reply.Header("Allow"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task in_a_media_type_that_is_not_JSON(string type)
    {
        var reply = await _node.PostJsonAsync("/admin/v1/tenants/acme/keys/rotate", "{}", type, await _admin.AuthorizationAsync());

        reply.IsProblem(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("rotate", "{")]
    [InlineData("rotate", "[]")]
    [InlineData("rotate", "\"force\"")]
    [InlineData("rotate", "{\"force\":1}")]
    [InlineData("rotate", "{\"force\":\"true\"}")]
    [InlineData("rotate", "{\"force\":null}")]
    [InlineData("rotate", "{\"Force\":true}")]
    [InlineData("rotate", "{\"forced\":true}")]
    [InlineData("rotate", "{\"force\":true,\"force\":false}")]
    [InlineData("rotate", "{\"force\":true}{}")]
    [InlineData("rotate", "{\"force\":true,}")]
    [InlineData("import", "{}")]
    [InlineData("import", "")]
    [InlineData("import", "{\"pem\":\"x\",\"jwk\":{}}")]
    [InlineData("import", "{\"pem\":5}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "{}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "{\"reason\":null}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "{\"reason\":\"x\",\"compromised_since\":\"2026-01-01\"}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "{\"reason\":\"x\",\"compromised_since\":\"2026-01-01T00:00:00\"}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "{\"reason\":\"x\",\"compromised_since\":1767225600}")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/revoke", "{\"reason\":\"x\",\"dryrun\":true}")]
    public async Task with_a_body_that_it_does_not_understand(string operation, string json)
    {
        var before = (await _node.RingAsync("acme")).Count(recorded => recorded.Actor.StartsWith("admin:", StringComparison.Ordinal));

        (await _admin.PostAsync($"/tenants/acme/keys/{operation}", json)).IsProblem(400, "invalid_request");

        Assert.Equal(before, (await _node.RingAsync("acme")).Count(recorded => recorded.Actor.StartsWith("admin:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-01-01T00:00:00")]
    [InlineData("1767225600")]
    [InlineData("now")]
    [InlineData("")]
    public async Task with_a_time_that_is_none(string at) => (await _admin.GetAsync($"/tenants/acme/jwks?at={at}")).IsProblem(400, "invalid_request");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task with_a_body_beyond_all_measure(bool chunked)
    {
        var body = $$"""{"pem":"{{new string('x', 1_000_000)}}"}""";
        var (name, value) = await _admin.AuthorizationAsync();
        var framing = chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {body.Length}\r\n";
        var head = $"POST /admin/v1/tenants/acme/keys/import HTTP/1.1\r\nHost: {_node.Url.Authority}\r\nConnection: close\r\n{name}: {value}\r\nContent-Type: application/json\r\n{framing}\r\n";

        var (status, answer, text) = await RawHttp.SendAsync(_node.Url, Encoding.ASCII.GetBytes(head + (chunked ? $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n" : body)));

        Assert.True(status == 413, $"{answer}\n{Encoding.UTF8.GetString(text)}");
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_no_defect_of_the_node()
    {
        await _admin.PostAsync("/tenants/acme/keys/rotate", "{\"force\":1}");

        Assert.True(_node.Log.Errors.Length == 0, _node.Log.Errors);
    }
}
