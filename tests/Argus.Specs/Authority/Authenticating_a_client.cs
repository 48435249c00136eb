using Argus.Authority.Clients;
using Argus.Domain.Clients;

namespace Argus.Specs.Authority;

/// <summary>Every failure looks the same to the caller; the log knows better.</summary>
public class Authenticating_a_client
{
    private const string Public =
        """{"tenants":[{"tenant":"acme","clients":[{"client_id":"spa","token_endpoint_auth_method":"none","grant_types":["authorization_code"],"redirect_uris":["https://app.example/cb"]}]}]}""";

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
        Assert.Equal([(recordedAs, reason, "192.0.2.1", 1)], await Refused(node));
    }

    [Fact]
    public async Task turns_a_disabled_one_away_with_the_right_secret()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Log.PutAsync("acme", "client:orders", 2, new ClientDisabled());
        await node.RefreshAsync();

        Assert.Equal("invalid_client", (await Authenticate(node, new("client_secret_basic", "orders", "secret one"))).Refusal?.Error);
        Assert.Equal([("orders", "disabled", "192.0.2.1", 1)], await Refused(node));
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
    public async Task lets_a_public_one_in_by_its_name_alone()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Public);

        var (client, refusal) = await Authenticate(node, new("none", "spa", ""));

        Assert.Equal((null, "spa", true), (refusal, client.Id.Value, client.State.Settings.IsPublic));
        Assert.Empty(await Refused(node));
    }

    [Theory]
    [InlineData("none", "orders", "", "orders", "no_secret")]
    [InlineData("none", "nobody", "", null, "unknown")]
    [InlineData("none", "not a client id", "", null, "unknown")]
    [InlineData("client_secret_basic", "spa", "", "spa", "wrong_method")]
    [InlineData("client_secret_basic", "spa", "guess", "spa", "wrong_method")]
    [InlineData("client_secret_post", "spa", "guess", "spa", "wrong_method")]
    public async Task turns_away_who_has_a_secret_without_it_and_who_has_none_with_one(string method, string client, string secret, string? recordedAs, string reason)
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Public);

        var (_, refusal) = await Authenticate(node, new(method, client, secret));

        Assert.Equal(("invalid_client", "Client authentication failed."), (refusal?.Error, refusal?.Description));
        Assert.Equal([(recordedAs, reason, "192.0.2.1", 1)], await Refused(node));
    }

    [Fact]
    public async Task does_no_slow_work_for_who_shows_no_secret()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Public);
        var hash = new SpecSlowHash();
        var authenticator = new ClientAuthenticator(new ClientSecrets(hash, node.Clock), [], node.SecretUses, node.Recorder);

        foreach (var client in new[] { "orders", "spa", "nobody" })
            await authenticator.AuthenticateAsync(node.Acme, new("none", client, ""), null);

        Assert.Equal(0, hash.Verified);
    }

    [Fact]
    public async Task turns_a_disabled_or_removed_public_one_away()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Public);
        await node.Log.PutAsync("acme", "client:spa", 1, new ClientDisabled());
        await node.RefreshAsync();
        Assert.NotNull((await Authenticate(node, new("none", "spa", ""))).Refusal);

        await node.Log.PutAsync("acme", "client:spa", 2, new ClientRemoved());
        await node.RefreshAsync();
        Assert.NotNull((await Authenticate(node, new("none", "spa", ""))).Refusal);

        Assert.Equal(["disabled", "unknown"], (await Refused(node)).Select(refused => refused.Reason));
    }

    [Fact]
    public async Task turns_a_public_one_away_where_proof_is_asked_for()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Public);
        var authenticator = new ClientAuthenticator(node.Secrets, [], node.SecretUses, node.Recorder);

        Assert.Equal("invalid_client", (await authenticator.AuthenticateAsync(node.Acme, new("none", "spa", ""), null, confidential: true)).Refusal?.Error);
        Assert.Null((await authenticator.AuthenticateAsync(node.Acme, new("client_secret_post", "orders", "secret one"), null, confidential: true)).Refusal);
        Assert.Equal([("spa", "public", null, 1)], await Refused(node));
    }

    [Fact]
    public void keeps_secrets_out_of_log_lines() =>
        Assert.DoesNotContain("hunter2", new ClientCredentials("client_secret_basic", "orders", "hunter2", "hunter2").ToString(), StringComparison.Ordinal);

    private static async Task<(AuthenticatedClient Client, Argus.Authority.OAuthRefusal? Refusal)> Authenticate(SpecNode node, ClientCredentials credentials) =>
        await new ClientAuthenticator(node.Secrets, [], node.SecretUses, node.Recorder).AuthenticateAsync(node.Acme, credentials, "192.0.2.1");

    /// <summary>What the log has of failures, opened.</summary>
    private static async Task<IEnumerable<(string? ClientId, string Reason, string? Source, int Times)>> Refused(SpecNode node)
    {
        await node.Recorder.FlushAsync();
        var opened = new List<(string?, string, string?, int)>();
        foreach (var refused in (await node.Log.Events()).Select(recorded => recorded.Event).OfType<ClientAuthenticationsRefused>().SelectMany(refused => refused.Refused))
            opened.Add((refused.ClientId, refused.Reason, refused.Source is { } source ? await node.PersonalKeys.Keys.OpenAsync(node.Acme.Id, "source", source) : null, refused.Times));
        return opened;
    }
}
