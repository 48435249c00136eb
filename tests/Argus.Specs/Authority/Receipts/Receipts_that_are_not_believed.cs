using System.Text;
using Argus.Domain.Clients;
using Argus.Jose;
using Argus.Jose.Receipts;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Receipts;

using static SpecVerifier;
using Keys = Argus.Specs.Jose.Keys;

public class Receipts_that_are_not_believed(Jose.Keys keys) : IClassFixture<Jose.Keys>
{
    private static readonly ReceiptBatch Batch = new() { Verifier = "AAECAwQFBgcICQoLDA0ODw", Sequence = 0, Kids = [], Receipts = [] };

    [Fact]
    public Task are_signed_by_another_key() => IsRefusedAsync("receipts_UnknownKey", new SpecVerifier(keys.Attackers));

    [Fact]
    public async Task are_signed_by_another_key_under_the_right_name()
    {
        await using var node = await StartAsync();
        var payload = ReceiptWriter.Write(Batch, "api", "https://auth.example/t/acme", "text", node.Clock.GetUtcNow());
        var header = Encoding.ASCII.GetString(UnsignedJws.EncodeHeader(keys.Issuers.Kid, TokenType.Receipts));

        var forged = Forge.Sign(keys.Attackers, Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(header)), Encoding.UTF8.GetString(payload));

        Assert.Equal("receipts_BadSignature", await HandInAsync(node, Encoding.ASCII.GetBytes(forged)));
        await LeavesNothing(node);
    }

    [Fact]
    public Task are_of_a_client_that_is_not_there() => IsRefusedAsync("receipts_client_unknown", new SpecVerifier(keys.Issuers, "nobody"));

    [Fact]
    public Task are_of_a_client_with_another_key() => IsRefusedAsync("receipts_UnknownKey", new SpecVerifier(keys.Issuers, "orders"));

    [Fact]
    public async Task are_of_another_tenants_client()
    {
        await using var node = await StartAsync();
        await node.ApplyAsync(
            $$"""
              {"tenants":[{"tenant":"beta","resources":[{"resource":"{{SpecNode.Api}}","scopes":["read"]}],
                "clients":[{"client_id":"guest","client_secret":"secret","introspects":["{{SpecNode.Api}}"],"jwks":{{Encoding.UTF8.GetString(JwkSet.Write([keys.Attackers.PublicJwk]))}}}]}]}
              """);

        Assert.Equal("receipts_client_unknown", await HandInAsync(node, new SpecVerifier(keys.Attackers, "guest").Next(node)));
        await LeavesNothing(node);
    }

    [Fact]
    public async Task are_of_a_disabled_client()
    {
        await using var node = await StartAsync();
        await node.Aggregates.Clients.ExecuteAsync(node.Acme.Id, "client:api", ClientDecider.Disable, SpecNode.Origin, CancellationToken.None);
        await node.RefreshAsync();

        Assert.Equal("receipts_client_disabled", await HandInAsync(node, new SpecVerifier(keys.Issuers).Next(node)));
    }

    [Fact]
    public async Task are_of_a_client_that_serves_no_resource()
    {
        await using var node = await StartAsync();
        await RegisterAsync(node, keys.Issuers, "orders");

        Assert.Equal("receipts_no_resource_server", await HandInAsync(node, new SpecVerifier(keys.Issuers, "orders").Next(node)));
    }

    [Theory]
    [InlineData("https://auth.example/t/beta")]
    [InlineData("https://auth.example/t/acme/")]
    [InlineData("https://auth.example")]
    public async Task are_for_another_issuer(string audience)
    {
        await using var node = await StartAsync();
        var payload = ReceiptWriter.Write(Batch, "api", audience, "text", node.Clock.GetUtcNow());

        Assert.Equal("receipts_WrongAudience", await HandInAsync(node, Sign(keys.Issuers, payload)));
        await LeavesNothing(node);
    }

    [Theory]
    [InlineData(-25 * 3_600, "receipts_Expired")]
    [InlineData(120, "receipts_IssuedInFuture")]
    public async Task are_of_another_time(int seconds, string why)
    {
        await using var node = await StartAsync();
        var payload = ReceiptWriter.Write(Batch, "api", "https://auth.example/t/acme", "text", node.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

        Assert.Equal(why, await HandInAsync(node, Sign(keys.Issuers, payload)));
        await LeavesNothing(node);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    public async Task are_another_kind_of_token(string typ)
    {
        await using var node = await StartAsync();
        var payload = ReceiptWriter.Write(Batch, "api", "https://auth.example/t/acme", "text", node.Clock.GetUtcNow());

        Assert.Equal("receipts_WrongType", await HandInAsync(node, Sign(keys.Issuers, payload, typ)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("{}")]
    public async Task are_nothing_of_the_kind(string text)
    {
        await using var node = await StartAsync();

        Assert.Equal("receipts_client_unknown", await HandInAsync(node, Encoding.ASCII.GetBytes(text)));
        await LeavesNothing(node);
    }

    [Fact]
    public async Task break_a_rule_of_the_format()
    {
        await using var node = await StartAsync();
        var payload = ReceiptWriter.Write(Batch with { Verifier = "me" }, "api", "https://auth.example/t/acme", "text", node.Clock.GetUtcNow());

        Assert.Equal("receipts_claims", await HandInAsync(node, Sign(keys.Issuers, payload)));
    }

    private async Task IsRefusedAsync(string why, SpecVerifier verifier)
    {
        await using var node = await StartAsync();
        Assert.Equal(why, await HandInAsync(node, verifier.Next(node)));
        await LeavesNothing(node);
    }

    private static async Task LeavesNothing(SpecNode node) => Assert.Empty(await Handing_in_receipts.RecordedAsync(node));

    private async Task<SpecNode> StartAsync()
    {
        var node = await SpecNode.StartAsync();
        await RegisterAsync(node, keys.Issuers);
        return node;
    }
}
