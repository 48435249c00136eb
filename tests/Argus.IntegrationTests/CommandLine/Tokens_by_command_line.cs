using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.CommandLine;

[Collection(AdministeredNodeCollection.Name)]
public class Tokens_by_command_line(AdministeredNode administered)
{
    private static readonly (string, string)[] AsBilling = [("ARGUS_CLIENT_ID", Known.Billing.Id), ("ARGUS_CLIENT_SECRET", Known.Billing.Secret)];

    [Fact]
    public async Task are_got_bare_and_found_valid()
    {
        var token = (await administered.RunWithAsync("", AsBilling, "token", "get", "-t", "busy", "--scope", "orders.read")).IsDone().Output;
        var inspected = (await administered.RunWithAsync(token, [], "token", "inspect", "-", "-t", "busy", "--json")).IsDone().Json;

        Assert.Matches(@"^[\w-]+\.[\w-]+\.[\w-]+\n$", token);
        Assert.Equal(("valid", administered.Node.Issuer("/t/busy")), (inspected.GetProperty("verdict").GetString(), inspected.GetProperty("issuer").GetString()));
        Assert.Equal("at+jwt", inspected.GetProperty("header").GetProperty("typ").GetString());
        Assert.Equal("orders.read", inspected.GetProperty("claims").GetProperty("scope").GetString());
    }

    [Fact]
    public async Task of_the_administrator_are_of_the_system_tenant()
    {
        var answer = (await administered.RunAsync("token", "get", "--json")).IsDone().Json;
        var inspected = (await administered.RunWithAsync(answer.GetProperty("access_token").GetString()!, [], "token", "inspect", "-")).IsDone().Output;

        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.StartsWith("valid: ", inspected, StringComparison.Ordinal);
        Assert.Contains(administered.Node.Issuer("/t/system"), inspected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_are_expired_forged_or_of_another_tenant_are_told_apart()
    {
        var token = (await administered.Node.TokenAsync("/t/busy", Known.Billing)).AccessToken;
        var brief = (await administered.Node.TokenAsync("/t/brief", Known.Billing)).AccessToken;

        Assert.Equal("bad_signature", await VerdictAsync(Compact.Tampered(token), "busy"));
        Assert.Equal("wrong_issuer", await VerdictAsync(token, "rotated"));
        Assert.Equal("not_three_segments", await VerdictAsync("nonsense", "busy"));
        await Embedded.Eventually.Holds("it expires", TimeSpan.FromSeconds(60), async () => await VerdictAsync(brief, "brief") == "expired");
    }

    [Fact]
    public async Task are_revoked_by_their_client()
    {
        var token = (await administered.Node.TokenAsync("/t/busy", Known.Billing)).AccessToken;
        var secret = administered.Write("secret", Known.Billing.Secret + "\n");

        (await administered.RunWithAsync(token, [], "token", "revoke", "-", "-t", "busy", "--client-id", Known.Billing.Id, "--client-secret-file", secret)).IsDone();

        (await administered.Node.IntrospectAsync("/t/busy", Known.OrdersApi, token)).IsInactive();
        (await administered.RunWithAsync("", AsBilling, "token", "get", "-t", "busy", "--scope", "nothing.known")).Fails(1, "invalid_scope: ");
    }

    /// <summary>Of a token that is not good.</summary>
    private async Task<string> VerdictAsync(string token, string tenant)
    {
        var inspected = await administered.RunAsync("token", "inspect", token, "-t", tenant, "--json");
        var verdict = inspected.Json.GetProperty("verdict").GetString()!;
        Assert.Equal((verdict == "valid" ? 0 : 1, ""), (inspected.ExitCode, inspected.Errors));
        return verdict;
    }
}
