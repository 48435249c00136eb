using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Interop;

/// <summary>
/// Verifiers as the world has them, with the caches that they have by default: jose's (no second look within 30 s, none needed within 10 min) and jwks-rsa's
/// (a look whenever a kid is new, five keys for 10 min). Node and verifiers run on the same compressed clock. Each token is verified four times by each.
/// </summary>
public class A_rollover_under_load(TestPostgres postgres, NpmClients npm) : IClassFixture<NpmClients>
{
    [Fact]
    public async Task makes_no_token_fail_at_jose_or_jwks_rsa()
    {
        var clock = new ScaledClock(60);
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), """
            "key_rotation_period": 120, "key_announce": 120, "jwks_max_age": 30, "verifier_poll_interval": 30, "clock_skew": 10,
            "service_token_lifetime": 240, "user_token_lifetime": 240
            """, clock);

        var report = await LoadAsync(node, clock, rotations: 15, verifications: 2_000);

        Assert.True(node.Rotations >= 15, $"{node.Rotations} rotations");
        TestContext.Current.TestOutputHelper!.WriteLine($"{node.Rotations} rotations; {report.Jose.Verified} verified by jose, {report.JwksRsa.Verified} by jwks-rsa; {report.Late} tokens late");
        var signers = (await node.SignersAsync()).Distinct().Order().ToArray();
        foreach (var verifier in new[] { report.Jose, report.JwksRsa })
        {
            Assert.Empty(verifier.Failures);
            Assert.True(verifier.Verified >= 2_000, $"{verifier.Verified} verified, {report.Late} late");
            Assert.Equal(signers, verifier.Kids.Order());
        }
    }

    [Fact]
    public async Task to_a_key_that_nobody_was_shown_makes_tokens_fail_where_a_verifier_does_not_look_again()
    {
        // On a slow clock, so that the 30 s are long enough for the slowest machine.
        var clock = new ScaledClock(0.5);
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), """ "service_token_lifetime": 8 """, clock);

        var load = LoadAsync(node, clock, rotations: 2, verifications: 50);
        await Eventually.Holds("the verifiers know the keys", TimeSpan.FromSeconds(60), async () => load.IsCompleted || (await node.SignersAsync()).Count > 8);
        await node.ForceAsync();
        await node.ForceAsync();

        var report = await load;
        Assert.Equal(["ERR_JWKS_NO_MATCHING_KEY"], report.Jose.Failures.Keys);
        Assert.Empty(report.JwksRsa.Failures);
        Assert.Equal(report.Signed.Order(), report.JwksRsa.Kids.Order());
    }

    private async Task<Report> LoadAsync(RollingNode node, ScaledClock clock, int rotations, int verifications)
    {
        var report = await npm.RunScriptAsync("rollover.mjs", new
        {
            node.Issuer,
            Client = Known.Billing,
            Audience = Known.Orders,
            Clock = new { Origin = clock.Origin.ToUnixTimeMilliseconds(), clock.Factor },
            TokensPerSecond = 30,
            rotations,
            verifications,
            Patience = 100,
        });
        return report.Deserialize<Report>(JsonSerializerOptions.Web)!;
    }

    /// <param name="Signed">The keys of the tokens that were given out.</param>
    /// <param name="Late">Tokens that were too old to be verified when their turn came.</param>
    /// <param name="Jose">What came of them there.</param>
    /// <param name="JwksRsa">And there.</param>
    private sealed record Report(string[] Signed, int Late, Verifier Jose, Verifier JwksRsa);

    /// <param name="Verified">How many tokens were found good.</param>
    /// <param name="Kids">By which keys.</param>
    /// <param name="Failures">How many were not, by reason.</param>
    private sealed record Verifier(int Verified, string[] Kids, Dictionary<string, int> Failures);
}
