using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public sealed class The_key_set(OneNode one) : IAsyncLifetime
{
    private const string Path = "/t/acme/.well-known/jwks.json";

    private readonly TestNode _node = one.Node;

    /// <summary>A ring gets its next key at leisure; with a rotation in sight it gets it now, and the key set stays as it is for a day.</summary>
    public async ValueTask InitializeAsync()
    {
        foreach (var tenant in new[] { "acme", "gamma" })
        {
            Assert.Null(await _node.Service<KeyRings>().RotateAsync(_node.Service<TenantDirectory>().Find(tenant)!, force: false, new Origin("test", "test")));
            await Eventually.Holds("there is a next key", TimeSpan.FromSeconds(60), () => _node.Service<TenantDirectory>().Find(tenant)!.Keys.Next is not null);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task shows_public_members_only_and_may_be_cached()
    {
        var reply = await _node.GetAsync(Path);

        Assert.Equal(200, reply.Status);
        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.Equal("public, max-age=300, stale-if-error=86400", reply.Header("Cache-Control"));
        Assert.Equal(["keys"], reply.Members);
        Assert.Equal(2, reply.Json.GetProperty("keys").GetArrayLength());
        foreach (var key in reply.Json.GetProperty("keys").EnumerateArray())
        {
            Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], key.EnumerateObject().Select(member => member.Name).Order());
            Assert.Equal("RS256", key.GetProperty("alg").GetString());
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.Equal("AQAB", key.GetProperty("e").GetString());
            Assert.Equal(Compact.Thumbprint(key), key.GetProperty("kid").GetString());
            Assert.Equal(256, System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("n").GetString()).Length);
        }
    }

    [Fact]
    public async Task has_a_strong_entity_tag_that_stays_while_the_keys_do()
    {
        var (first, second) = (await _node.GetAsync(Path), await _node.GetAsync(Path));

        Assert.Matches("^\"[0-9a-f]{32}\"$", first.Header("ETag"));
        Assert.Equal(first.Header("ETag"), second.Header("ETag"));
        Assert.Equal(first.Body, second.Body);
        Assert.NotEqual(first.Header("ETag"), (await _node.GetAsync("/t/gamma/.well-known/jwks.json")).Header("ETag"));
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\", {0}", 304)]
    [InlineData("\"other\",W/{0},\"more\"", 304)]
    [InlineData("\"other\"", 200)]
    [InlineData("", 200)]
    [InlineData(",,,", 200)]
    public async Task is_not_sent_again_to_who_has_it(string ifNoneMatch, int status)
    {
        var tag = (await _node.GetAsync(Path)).Header("ETag")!;

        var reply = await _node.GetAsync(Path, ("If-None-Match", ifNoneMatch.Replace("{0}", tag, StringComparison.Ordinal)));

        Assert.Equal(status, reply.Status);
        Assert.Equal(tag, reply.Header("ETag"));
        Assert.Equal("public, max-age=300, stale-if-error=86400", reply.Header("Cache-Control"));
        Assert.Equal(status == 200, reply.Body.Length > 0);
    }

    [Fact]
    public async Task answers_HEAD_with_the_headers_of_GET()
    {
        var (get, head) = (await _node.GetAsync(Path), await _node.SendAsync(HttpMethod.Head, Path));

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Body);
        foreach (var header in new[] { "ETag", "Cache-Control", "Content-Type", "Content-Length" })
            Assert.Equal(get.Header(header), head.Header(header));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("get")]
    public async Task can_only_be_read(string method)
    {
        var (status, head, _) = await RawHttp.GetAsync(_node.Url, Path, method: method);

        Assert.Equal(405, status);
        Assert.Contains("\r\nAllow: GET, HEAD\r\n", head + "\r\n", StringComparison.Ordinal);
    }
}
