using System.Net.Http.Headers;
using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_client_that_authenticates(OneNode one)
{
    private const string Grant = "grant_type=client_credentials";
    private const string Token = "/t/acme/oauth/token";

    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task wrongly_gets_the_same_bytes_whatever_was_wrong()
    {
        Reply[] replies =
        [
            await _node.PostAsync(Token, Grant, (Known.Billing with { Secret = "wrong" }).Basic),
            await _node.PostAsync(Token, $"{Grant}&{(Known.Billing with { Secret = "wrong" }).Post}"),
            await _node.PostAsync(Token, Grant, (Known.Billing with { Secret = "" }).Basic),
            await _node.PostAsync(Token, Grant, (Known.Billing with { Secret = Known.Billing.Secret + " " }).Basic),
            await _node.PostAsync(Token, Grant, (Known.Odd with { Secret = "wrong" }).Basic),
            await _node.PostAsync(Token, Grant, new Client("nobody", "wrong").Basic),
            await _node.PostAsync(Token, Grant, new Client("BILLING", Known.Billing.Secret).Basic),
            await _node.PostAsync(Token, Grant, new Client("bil ling\u20ac", "wrong").Basic),
            await _node.PostAsync(Token, Grant, new Client(new string('a', 4000), "wrong").Basic),
            await _node.PostAsync(Token, Grant, Known.Retired.Basic),
            await _node.PostAsync(Token, $"{Grant}&{Known.Retired.Post}"),
            await _node.PostAsync(Token, $"{Grant}&{Known.BasicOnly.Post}"),
            await _node.PostAsync(Token, Grant, Known.PostOnly.Basic),
            await _node.PostAsync(Token, Grant),
            await _node.PostAsync(Token, $"{Grant}&client_id=billing"),
            await _node.PostAsync(Token, $"{Grant}&client_secret={Known.Billing.Secret}"),
            await _node.PostAsync(Token, $"{Grant}&client_id=billing&client_secret="),
            await _node.PostAsync(Token, $"{Grant}&client_id=billing&client_assertion=a.b.c&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"),
        ];

        Assert.All(replies, reply => reply.Refuses(401, "invalid_client"));
        Assert.All(replies, reply => Assert.Equal(replies[0].Body, reply.Body));
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic YmlsbGluZw==")]
    [InlineData("Basic YmlsbGluZzp4 YmlsbGluZzp4")]
    [InlineData("Basic YmlsbGluZzp4=")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic gICAOng=")]
    [InlineData("Basic JXp6Ong=")]
    [InlineData("Bearer abc")]
    [InlineData("Digest username=\"billing\"")]
    [InlineData("Negotiate")]
    [InlineData("nonsense")]
    public async Task with_a_malformed_header_is_challenged(string header)
    {
        var reply = await _node.PostAsync(Token, Grant, null, ("Authorization", header));

        reply.Refuses(401, "invalid_client");
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("BASIC")]
    [InlineData("Basic  ")]
    public async Task may_write_the_scheme_as_HTTP_allows(string scheme) =>
        Assert.Equal(200, (await _node.PostAsync(Token, Grant, null, ("Authorization", $"{scheme} {Known.Billing.Basic.Parameter}"))).Status);

    [Fact]
    public async Task in_two_ways_at_once_is_refused_before_either_is_looked_at()
    {
        (await _node.PostAsync(Token, $"{Grant}&{Known.Billing.Post}", Known.Billing.Basic)).Refuses(400, "invalid_request");
        (await _node.PostAsync(Token, $"{Grant}&client_secret=x", Known.Billing.Basic)).Refuses(400, "invalid_request");
        (await _node.PostAsync(Token, $"{Grant}&client_id=other", Known.Billing.Basic)).Refuses(400, "invalid_request");
        var twice = $"Authorization: {Known.Billing.Basic}\r\n";
        Assert.Equal(400, (await RawHttp.SendAsync(_node.Url, RawHttp.Form(_node.Url, Token, Grant, null, twice + twice))).Status);
    }

    [Fact]
    public async Task may_repeat_its_name_in_the_body() =>
        Assert.Equal(200, (await _node.PostAsync(Token, $"{Grant}&client_id=billing", Known.Billing.Basic)).Status);

    [Fact]
    public async Task may_have_a_secret_with_any_character_encoded_or_not()
    {
        var (id, secret) = (Known.Odd.Id, Known.Odd.Secret);

        Assert.Equal(200, (await _node.PostAsync(Token, Grant, Known.Odd.Basic)).Status);
        Assert.Equal(200, (await _node.PostAsync(Token, $"{Grant}&{Known.Odd.Post}")).Status);
        Assert.Equal(200, (await _node.PostAsync(Token, Grant, Client.BasicOf($"{id}:{secret}"))).Status);
        Assert.Equal(200, (await _node.PostAsync(Token, Grant, Client.BasicOf($"{id}:{string.Concat(Encoding.ASCII.GetBytes(secret).Select(octet => $"%{octet:x2}"))}"))).Status);
        (await _node.PostAsync(Token, Grant, Client.BasicOf($"{id}:{Client.Form(Client.Form(secret))}"))).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task with_a_NUL_behind_its_secret_is_refused()
    {
        (await _node.PostAsync(Token, Grant, Client.BasicOf($"{Known.Odd.Id}:{Known.Odd.Secret}\0"))).Refuses(401, "invalid_client");
        (await _node.PostAsync(Token, Grant, Client.BasicOf($"{Known.Odd.Id}:{Client.Form(Known.Odd.Secret)}%00"))).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task may_have_a_name_with_colons_which_the_header_has_encoded()
    {
        Assert.Equal(200, (await _node.PostAsync(Token, Grant, Known.Named.Basic)).Status);
        Assert.Equal(200, (await _node.PostAsync(Token, $"{Grant}&{Known.Named.Post}")).Status);
    }

    [Fact]
    public async Task as_one_that_may_only_introspect_gets_no_token() =>
        (await _node.PostAsync(Token, Grant, Known.OrdersApi.Basic)).Refuses(400, "unauthorized_client");

    [Fact]
    public async Task is_known_at_its_own_tenant_only() =>
        (await _node.PostAsync("/t/system/oauth/token", Grant, new AuthenticationHeaderValue("Basic", Known.Billing.Basic.Parameter))).Refuses(401, "invalid_client");
}
