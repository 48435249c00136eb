using Argus.Authority.Clients;
using Argus.Domain.Clients;

namespace Argus.Specs.Authority;

/// <summary>Every failure looks the same to the caller; the log knows better.</summary>
public class Authenticating_a_client
{
    [Fact]
    public async Task lets_it_in_with_its_secret_and_records_nothing()
    {
        await using var node = await SpecNode.StartAsync();

        var (client, refusal) = await Authenticate(node, new("client_secret_basic", "orders", "secret one"));

        Assert.Equal((null, "orders"), (refusal, client.Id.Value));
        Assert.True(client.State.Enabled);
        Assert.Empty(await Refused(node));
    }

    [Fact]
    public async Task lets_it_in_with_a_secret_that_was_not_encoded_in_the_header()
    {
        await using var node = await SpecNode.StartAsync();

        Assert.Null((await Authenticate(node, new("client_secret_basic", "orders", "secret+one", "secret one"))).Refusal);
        Assert.NotNull((await Authenticate(node, new("client_secret_basic", "orders", "secret+one", "secret+one"))).Refusal);
    }

    [Theory]
    [InlineData("nobody", "secret one", null, "unknown")]
    [InlineData("not a client id", "secret one", null, "unknown")]
    [InlineData("", "", null, "unknown")]
    [InlineData("orders", "secret two", "orders", "wrong_secret")]
    [InlineData("orders", "", "orders", "wrong_secret")]
    [InlineData("ORDERS", "secret one", null, "unknown")]
    public async Task turns_it_away_and_records_why(string client, string secret, string? recordedAs, string reason)
    {
        await using var node = await SpecNode.StartAsync();

        var (_, refusal) = await Authenticate(node, new("client_secret_post", client, secret));

        Assert.Equal(("invalid_client", "Client authentication failed."), (refusal?.Error, refusal?.Description));
        Assert.Equal([new RefusedAuthentications(recordedAs, reason, "192.0.2.1", 1)], await Refused(node));
    }

    [Fact]
    public async Task turns_a_disabled_one_away_with_the_right_secret()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Log.PutAsync("acme", "client:orders", 2, new ClientDisabled());
        await node.RefreshAsync();

        Assert.Equal("invalid_client", (await Authenticate(node, new("client_secret_basic", "orders", "secret one"))).Refusal?.Error);
        Assert.Equal([new RefusedAuthentications("orders", "disabled", "192.0.2.1", 1)], await Refused(node));
    }

    [Theory]
    [InlineData("client_secret_post", true)]
    [InlineData("client_secret_basic", false)]
    public async Task holds_it_to_its_method(string method, bool letsIn)
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync("""{"tenants":[{"tenant":"acme","clients":[{"client_id":"orders","token_endpoint_auth_method":"client_secret_post"}]}]}""");

        Assert.Equal(letsIn, (await Authenticate(node, new(method, "orders", "secret one"))).Refusal is null);
        Assert.Equal(letsIn ? [] : ["wrong_method"], (await Refused(node)).Select(refused => refused.Reason));
    }

    [Fact]
    public void keeps_secrets_out_of_log_lines() =>
        Assert.DoesNotContain("hunter2", new ClientCredentials("client_secret_basic", "orders", "hunter2", "hunter2").ToString(), StringComparison.Ordinal);

    private static async Task<(AuthenticatedClient Client, Argus.Authority.OAuthRefusal? Refusal)> Authenticate(SpecNode node, ClientCredentials credentials) =>
        await new ClientAuthenticator(node.Secrets, node.Recorder).AuthenticateAsync(node.Acme, credentials, "192.0.2.1");

    private static async Task<IEnumerable<RefusedAuthentications>> Refused(SpecNode node)
    {
        await node.Recorder.FlushAsync();
        return (await node.Log.Events()).Select(recorded => recorded.Event).OfType<ClientAuthenticationsRefused>().SelectMany(refused => refused.Refused);
    }
}
