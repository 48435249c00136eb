using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Interop;

namespace Argus.IntegrationTests.RevocationFeed;

[Collection(FeedCollection.Name)]
public sealed class Security_events_by_polling(FeedNode feed, NpmClients npm) : IClassFixture<NpmClients>
{
    private const string Poll = $"{Known.Acme}/ssf/poll";

    private readonly TestNode _node = feed.Node;

    private Task<Reply> PollAsync(string body, Client? client = null, string type = "application/json", string tenant = Known.Acme) =>
        _node.PostJsonAsync($"{tenant}/ssf/poll", body, type, ("Authorization", (client ?? Known.OrdersApi).Basic.ToString()));

    [Fact]
    public async Task come_until_they_are_acknowledged()
    {
        const string Tenant = "/t/acknowledged";
        Assert.Equal("""{"sets":{},"moreAvailable":false}""", (await PollAsync("""{"returnImmediately":true}""", tenant: Tenant)).Text);
        var jti = await feed.RevokeAsync(Tenant);

        var sets = (await PollAsync("""{"maxEvents":10}""", tenant: Tenant)).Json.GetProperty("sets");
        var (name, set) = (sets.EnumerateObject().Single().Name, new Compact(sets.EnumerateObject().Single().Value.GetString()!));
        Assert.Equal("secevent+jwt", set.Header.GetProperty("typ").GetString());
        Assert.Equal(name, set.Jti);
        Assert.Equal(jti, set.Payload.GetProperty("sub_id").GetProperty("jti").GetString());

        Assert.Equal(name, (await PollAsync("{}", tenant: Tenant)).Json.GetProperty("sets").EnumerateObject().Single().Name);
        Assert.Equal("""{"sets":{},"moreAvailable":false}""", (await PollAsync($$"""{"returnImmediately":true,"ack":["{{name}}","0:other","x"]}""", tenant: Tenant)).Text);
    }

    [Fact]
    public async Task come_when_they_happen()
    {
        const string Tenant = "/t/awaited";
        await PollAsync("""{"returnImmediately":true}""", tenant: Tenant);
        var waiting = PollAsync("{}", tenant: Tenant);

        await feed.RevokeAsync(Tenant);

        Assert.Single((await waiting).Json.GetProperty("sets").EnumerateObject());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"maxEvents":-1}""")]
    [InlineData("""{"maxEvents":1.5}""")]
    [InlineData("""{"maxEvents":"9"}""")]
    [InlineData("""{"returnImmediately":"yes"}""")]
    [InlineData("""{"ack":"x"}""")]
    [InlineData("""{"ack":[1]}""")]
    [InlineData("""{"ack":["\ud800"]}""")]
    [InlineData("""{"setErrs":[]}""")]
    [InlineData("""{"setErrs":{"x":1}}""")]
    [InlineData("""{"ack":[],"ack":[]}""")]
    public async Task are_not_given_for_what_is_no_poll(string body) => (await PollAsync(body)).Refuses(400, "invalid_request");

    [Fact]
    public async Task are_not_given_to_others()
    {
        (await PollAsync("{}", Known.OrdersApi with { Secret = "wrong" })).Refuses(401, "invalid_client");
        Assert.Equal((403, "access_denied"), (await PollAsync("{}", Known.Billing) is var reply ? reply.Status : 0, reply.Error));
        Assert.Equal(401, (await _node.PostJsonAsync(Poll, "{}")).Status);
        Assert.Equal(415, (await PollAsync("{}", type: "text/plain")).Status);
        Assert.Equal(413, (await PollAsync($$"""{"ack":["{{new string('x', 70_000)}}"]}""")).Status);
        Assert.Equal(404, (await _node.GetAsync($"{Known.Acme}/ssf/stream?stream_id=other", ("Authorization", Known.OrdersApi.Basic.ToString()))).Status);
    }

    [Fact]
    public async Task and_the_feed_verify_with_jose()
    {
        const string Tenant = "/t/verified";
        await PollAsync("""{"returnImmediately":true}""", tenant: Tenant);
        var jti = await feed.RevokeAsync(Tenant);

        var seen = await npm.RunScriptAsync("jose-feed.mjs", new { issuer = _node.Issuer(Tenant), client = Known.OrdersApi });

        Assert.Contains(jti, seen.GetProperty("snapshot").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(seen.GetProperty("snapshot").GetProperty("items").GetRawText(), seen.GetProperty("delta").GetProperty("items").GetRawText());
        Assert.Equal("urn:ietf:rfc:8936", seen.GetProperty("ssf").GetProperty("delivery_methods_supported")[0].GetString());
        Assert.Equal(Known.OrdersApi.Id, seen.GetProperty("stream").GetProperty("aud").GetString());
        var @event = Assert.Single(seen.GetProperty("events").EnumerateArray());
        Assert.Equal(jti, @event.GetProperty("payload").GetProperty("sub_id").GetProperty("jti").GetString());
        Assert.Equal(0, seen.GetProperty("left").GetInt32());
    }

    [Fact]
    public async Task are_announced_where_receivers_look()
    {
        var direct = await _node.GetAsync($"{Known.Acme}/.well-known/ssf-configuration");
        var inserted = await _node.GetAsync($"/.well-known/ssf-configuration{Known.Acme}");

        Assert.Equal(200, direct.Status);
        Assert.Equal(direct.Body, inserted.Body);
        Assert.Equal(_node.Issuer(Known.Acme), direct.Member("issuer"));
        Assert.Equal(JsonValueKind.Array, (await _node.GetAsync($"{Known.Acme}/ssf/stream", ("Authorization", Known.OrdersApi.Basic.ToString()))).Json.ValueKind);
    }
}
