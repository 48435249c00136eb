using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>It passes where tenants are apart, and fails, naming the place, where they are not.</summary>
public class The_attack_suite(AttackedNode attacked) : IClassFixture<AttackedNode>
{
    [Fact]
    public async Task passes_against_a_node_and_leaves_no_tenant_that_is_served()
    {
        attacked.Proxy.Endpoint = null;

        var ended = await attacked.AttackAsync("--json");

        Assert.Equal(("", 0), (ended.Errors, ended.ExitCode));
        var report = ended.Json;
        Assert.True(report.GetProperty("passed").GetBoolean());
        Assert.Equal((0, 0), (report.GetProperty("let_in").GetInt32(), report.GetProperty("cannot_tell").GetInt32()));
        var pairs = report.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("source").GetString() != "control")
            .Select(row => (row.GetProperty("credential").GetString(), row.GetProperty("resource").GetString(), row.GetProperty("attempt").GetString())).ToArray();
        Assert.Equal(pairs.Length, pairs.Distinct().Count());
        Assert.True(pairs.Length >= 140, $"{pairs.Length} attacks");
        Assert.True(pairs.Select(pair => (pair.Item1, pair.Item2)).Distinct().Count() >= 60, "pairs of credential and resource");
        foreach (var tenant in report.GetProperty("tenants").EnumerateArray())
            Assert.False(await attacked.IsEnabledAsync(tenant.GetString()!));
    }

    [Fact]
    public async Task shows_a_table_to_people_and_keeps_the_tenants_if_asked_to()
    {
        attacked.Proxy.Endpoint = null;

        var ended = (await attacked.AttackAsync("--keep")).IsDone();

        Assert.Matches(@"introspection +A's at B, asked by B's API +refused, as it must +200 +RFC 7662", ended.Output);
        var summary = Assert.Single(ended.Output.Split('\n'), line => line.Contains(" attacks of attack-a-", StringComparison.Ordinal));
        Assert.Contains(" 0 let in. ", summary, StringComparison.Ordinal);
        Assert.All(summary.Split(' ', ':').Where(word => word.StartsWith("attack-", StringComparison.Ordinal)), name => Assert.Contains(name, ended.Output, StringComparison.Ordinal));
        Assert.True(await attacked.IsEnabledAsync(summary.Split(' ')[3]));
    }

    [Theory]
    [InlineData("/oauth/token", "", "token")]
    [InlineData("/oauth/token", "token-exchange", "exchange")]
    [InlineData("/oauth/introspect", "", "introspection")]
    [InlineData("/oauth/revoke", "", "revocation")]
    [InlineData("/oauth/userinfo", "", "userinfo")]
    [InlineData("/oauth/par", "", "par")]
    [InlineData("/oauth/authorize", "", "authorize")]
    [InlineData("/oauth/device", "", "device")]
    [InlineData("/oauth/sign-in/handoff", "", "handoff")]
    [InlineData("/receipts", "", "receipts")]
    [InlineData("/ssf/poll", "", "ssf")]
    [InlineData("/.well-known/openid-configuration", "", "metadata")]
    public async Task names_the_endpoint_at_which_a_proxy_mixes_tenants_up(string endpoint, string marker, string resource)
    {
        (attacked.Proxy.Endpoint, attacked.Proxy.Marker) = (endpoint, marker);

        var ended = await attacked.AttackAsync("--json");

        Assert.Equal(("", 1), (ended.Errors, ended.ExitCode));
        Assert.False(ended.Json.GetProperty("passed").GetBoolean());
        Assert.Contains(resource, AttackedNode.Resources(ended.Json, "let_in"));
        foreach (var tenant in ended.Json.GetProperty("tenants").EnumerateArray())
            Assert.False(await attacked.IsEnabledAsync(tenant.GetString()!));
    }

    [Fact]
    public async Task that_is_interrupted_disables_what_it_made()
    {
        attacked.Proxy.Endpoint = null;
        var before = await attacked.TenantsAsync();
        var process = ArgusProcess.Start(Path.GetTempPath(), AttackedNode.Environment, ["attack", "--url", attacked.Url]);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Eventually.Holds("both tenants are there", TimeSpan.FromSeconds(60), async () => (await attacked.TenantsAsync()).Count == before.Count + 2);

            Assert.True(PosixCalls.Signal(process.Id, PosixCalls.Interrupt));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            Assert.Equal((130, ""), (process.ExitCode, await output));
            Assert.All((await attacked.TenantsAsync()).Except(before), tenant => Assert.False(tenant.IsEnabled));
        }
        finally
        {
            await Processes.EndAsync(process);
        }
    }

    [Fact]
    public async Task makes_no_tenants_elsewhere_unless_it_is_told_to()
    {
        var ended = await ArgusProcess.RunAsync(Path.GetTempPath(), AttackedNode.Environment, "", ["attack", "--target", "https://auth.acme.example"]);

        ended.Fails(2, "This would make two tenants at https://auth.acme.example/");
    }

    [Fact]
    public async Task says_that_nobody_answers()
    {
        var ended = await ArgusProcess.RunAsync(Path.GetTempPath(), AttackedNode.Environment, "", ["attack", "--target", $"http://127.0.0.1:{Ports.Free()}"]);

        ended.Fails(3, "cannot be reached");
    }
}
