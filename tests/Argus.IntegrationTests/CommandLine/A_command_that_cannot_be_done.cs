using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.CommandLine;

[Collection(AdministeredNodeCollection.Name)]
public class A_command_that_cannot_be_done(AdministeredNode administered)
{
    private const string Secret = "hunter2-and-a-half-4711";

    [Fact]
    public async Task is_refused_to_a_wrong_secret()
    {
        var ended = (await administered.RunWithAsync("", [("ARGUS_CLIENT_SECRET", Secret)], "keys", "list")).Fails(1, "invalid_client: ");

        Assert.DoesNotContain(Secret, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_refused_for_an_unknown_tenant()
    {
        (await administered.RunAsync("keys", "list", "-t", "nobody")).Fails(1, "tenant_unknown: ");
        (await administered.RunAsync("token", "get", "-t", "nobody")).Fails(1, "tenant_unknown: ");
    }

    [Fact]
    public async Task is_refused_to_who_calls_the_node_by_another_name()
    {
        var other = $"http://localhost:{administered.Node.Url.Port}";

        (await administered.RunAsync("keys", "list", "--url", other)).Fails(1, "wrong_issuer: ");
    }

    [Fact]
    public async Task says_that_the_node_cannot_be_reached_or_the_secret_not_be_read()
    {
        (await administered.RunAsync("keys", "list", "--url", $"http://127.0.0.1:{Ports.Free()}")).Fails(3, "cannot be reached");
        (await administered.RunAsync("keys", "list", "--data-dir", "elsewhere")).Fails(3, "There is no secret for client 'argus-admin'");
        (await administered.RunAsync("keys", "list", "--client-id", "nobody")).Fails(3, "has no secret for client 'nobody'");
    }

    [Theory]
    [InlineData("There is no command 'lst' here.", "keys", "lst")]
    [InlineData("Required command was not provided.", "keys")]
    [InlineData("'--reason' is required", "keys", "revoke", "KKZ6PK1hyvk7-j7SaV-89oykN34NzDkTArBwgGVpOBY")]
    [InlineData("an RFC 3339 time", "keys", "revoke", "KKZ6PK1hyvk7-j7SaV-89oykN34NzDkTArBwgGVpOBY", "--reason", "x", "--compromised-since", "2020-01-01T00:00:00")]
    [InlineData("There is no option '--client-secret' here.", "token", "get", "--client-secret", Secret)]
    [InlineData("There is an argument too many.", "token", "revoke", "-", Secret)]
    [InlineData("must be https", "keys", "list", "--url", "http://auth.acme.example")]
    public async Task is_wrong_usage_when_it_is_not_understood(string why, params string[] arguments)
    {
        var ended = (await administered.RunAsync(arguments)).Fails(2, why);

        Assert.DoesNotContain(Secret, ended.Errors, StringComparison.Ordinal);
    }
}
