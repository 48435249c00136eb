using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Specs.Authority;

public class Issuing_a_token
{
    [Fact]
    public async Task appends_its_record_and_nothing_else()
    {
        await using var node = await SpecNode.StartAsync();
        var before = await node.Log.Events();

        var token = Encoding.ASCII.GetString(await node.IssueAsync());

        var recorded = Assert.Single((await node.Log.Events()).Skip(before.Count));
        var issued = Assert.IsType<TokenIssued>(recorded.Event);
        var now = node.Clock.GetUtcNow().ToUnixTimeSeconds();
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]));
        Assert.Equal(
            new TokenIssued(
                null, NameSet.Of(SpecNode.Api), TextId.Parse<ClientId>("orders"), null, Base64Url.EncodeToString(digest), now + 300, now, issued.Jti,
                node.Acme.Keys.Active!.Kid, null, null, "read write", "client:orders"),
            issued);
        Assert.Equal(($"token:{issued.Jti}", 0L, "spec", "correlation"), (recorded.Stream, recorded.StreamVersion, recorded.Actor, recorded.CorrelationId));
    }

    [Fact]
    public async Task says_in_the_token_what_it_says_in_the_log()
    {
        await using var node = await SpecNode.StartAsync();

        var parts = Encoding.ASCII.GetString(await node.IssueAsync()).Split('.');

        var issued = (TokenIssued)(await node.Log.Events())[^1].Event;
        Assert.Equal($$"""{"alg":"RS256","kid":"{{issued.Kid}}","typ":"at+jwt"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal(
            $$"""{"iss":"https://auth.example/t/acme","sub":"client:orders","aud":"{{SpecNode.Api}}","exp":{{issued.Exp}},"iat":{{issued.Iat}},"nbf":{{issued.Iat}},"jti":"{{issued.Jti}}","client_id":"orders","scope":"read write"}""",
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
        Assert.True(SpecCustody.Key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task comes_before_signing_it()
    {
        await using var node = await SpecNode.StartAsync();
        await node.IssueAsync();
        var steps = new List<string>();
        node.Custody.OnSign = () => steps.Add("sign");
        node.Log.AfterAppend = append => steps.Add($"{append.Streams.Single().Entries.Single().Type} is durable");

        await node.IssueAsync();

        Assert.Equal(["token.issued is durable", "sign"], steps);
    }

    [Fact]
    public async Task gives_every_token_an_identifier_and_a_stream_of_its_own()
    {
        await using var node = await SpecNode.StartAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => node.IssueAsync())));

        Assert.Equal(50, tokens.Select(Encoding.ASCII.GetString).Distinct().Count());
        Assert.Equal(50, (await node.Log.Events()).Where(recorded => recorded.Event is TokenIssued).Select(recorded => recorded.Stream).Distinct().Count());
    }

    [Fact]
    public async Task follows_the_tenants_policy()
    {
        await using var node = await SpecNode.StartAsync("""{"service_token_lifetime":17}""");

        var answer = await node.Issuer.IssueAsync(node.Request(), SpecNode.Origin);

        var issued = (TokenIssued)(await node.Log.Events())[^1].Event;
        Assert.Equal((17, 17L), (answer.ExpiresIn, issued.Exp - issued.Iat));
    }

    [Theory]
    [InlineData("orders", null, "", SpecNode.Api, "read write")] // No scope: all of the client's. No resource: its only one.
    [InlineData("orders", "read", "", SpecNode.Api, "read")]
    [InlineData("orders", "", "", SpecNode.Api, null)]
    [InlineData("orders", "write read write", SpecNode.Api, SpecNode.Api, "read write")]
    [InlineData("both", null, SpecNode.Api, SpecNode.Api, "read")] // All that mean something there.
    [InlineData("both", null, SpecNode.Other, SpecNode.Other, "other")]
    public async Task grants(string client, string? scope, string resources, string audience, string? granted)
    {
        await using var node = await SpecNode.StartAsync();

        var answer = await node.Issuer.IssueAsync(node.Request(client, scope, Split(resources)), SpecNode.Origin);

        var issued = (TokenIssued)(await node.Log.Events())[^1].Event;
        Assert.Equal((NameSet.Of(audience), granted), (issued.Aud, issued.Scope));
        Assert.Equal((null, granted), (answer.Refusal, answer.Scope));
    }

    [Theory]
    [InlineData("orders", "other", "", "invalid_scope")]
    [InlineData("orders", "read admin", "", "invalid_scope")]
    [InlineData("orders", "READ", "", "invalid_scope")]
    [InlineData("both", "other", SpecNode.Api, "invalid_scope")] // The client's, but without meaning there.
    [InlineData("both", "write", SpecNode.Api, "invalid_scope")] // Means something there, but not the client's.
    [InlineData("both", null, "", "invalid_target")] // Which of the two?
    [InlineData("none", null, "", "invalid_target")]
    [InlineData("none", null, SpecNode.Api, "invalid_target")]
    [InlineData("orders", null, SpecNode.Other, "invalid_target")]
    [InlineData("orders", null, SpecNode.Api + "/", "invalid_target")]
    [InlineData("orders", null, "HTTPS://api.example", "invalid_target")]
    [InlineData("orders", null, "nonsense", "invalid_target")]
    [InlineData("orders", null, SpecNode.Api + " " + SpecNode.Api, "invalid_target")]
    [InlineData("both", null, SpecNode.Api + " " + SpecNode.Other, "invalid_target")]
    public async Task refuses_and_appends_nothing(string client, string? scope, string resources, string error)
    {
        await using var node = await SpecNode.StartAsync();
        var before = await node.Log.Events();

        var answer = await node.Issuer.IssueAsync(node.Request(client, scope, Split(resources)), SpecNode.Origin);

        Assert.Equal(error, answer.Refusal?.Error);
        Assert.Equal(0, answer.AccessToken.Length);
        Assert.Equal(before.Count, (await node.Log.Events()).Count);
    }

    [Fact]
    public async Task refuses_a_resource_that_is_not_in_service()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Log.PutAsync("acme", $"resource:{SpecNode.Api}", 1, new Argus.Domain.Resources.ResourceDisabled());
        await node.RefreshAsync();

        Assert.Equal("invalid_target", (await node.Issuer.IssueAsync(node.Request(), SpecNode.Origin)).Refusal?.Error);
    }

    private static string[] Split(string resources) => resources.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
