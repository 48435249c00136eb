using Argus.Domain.Tenants;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Argus.IntegrationTests.Interop;

/// <summary>
/// It fetches the keys once a day by itself (AutomaticRefreshInterval), and when asked to, but then not within 30 s of the last time (RefreshInterval). It has no
/// clock to compress.
/// </summary>
public class A_rollover_at_Microsoft_s_configuration_manager(TestPostgres postgres)
{
    /// <summary>The next key is made at once, and has its turn long after the test.</summary>
    private const string Announcing = """ "key_rotation_period": 86400, "key_announce": 86400 """;

    /// <summary>Whoever keeps to the default policy is known to it by then, without a refresh being asked for.</summary>
    [Fact]
    public void is_announced_by_default_for_as_long_as_it_goes_without_a_look_of_its_own()
    {
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>("http://localhost", new OpenIdConnectConfigurationRetriever());

        Assert.Equal(TimeSpan.FromSeconds(30), manager.RefreshInterval);
        Assert.InRange(manager.AutomaticRefreshInterval, TimeSpan.Zero, TimeSpan.FromSeconds(new TenantPolicy().KeyLead()));
    }

    [Fact]
    public async Task to_an_announced_key_needs_no_request()
    {
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), Announcing);
        await Embedded.Eventually.Holds("the next key is on show", TimeSpan.FromSeconds(60), () => node.Ring.Next is not null);
        var verifier = new MicrosoftVerifier(node.Issuer, Known.Orders);
        await verifier.VerifyAsync(await node.TokenAsync());
        var requests = verifier.Requests;

        await node.ForceAsync();
        var token = await node.TokenAsync();
        await verifier.VerifyAsync(token);

        Assert.Equal(2, verifier.Kids.Count);
        Assert.Equal(requests, verifier.Requests);
        Assert.Equal(0, verifier.Repeated);
    }

    [Fact]
    public async Task to_a_key_that_nobody_was_shown_fails_for_as_long_as_it_does_not_look_again()
    {
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), Announcing);
        var verifier = new MicrosoftVerifier(node.Issuer, Known.Orders);
        await verifier.VerifyAsync(await node.TokenAsync());
        await node.ForceAsync();
        await node.ForceAsync();

        await Assert.ThrowsAsync<SecurityTokenSignatureKeyNotFoundException>(async () => await verifier.VerifyAsync(await node.TokenAsync()));
    }

    /// <summary>
    /// In real time: six rotations, each more than the manager's 30 s after the one before. A token whose key the manager lacks can fail once, as at every user who
    /// does not validate a second time; with the second validation none does.
    /// </summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Soak")]
    public async Task makes_no_token_fail_that_is_validated_again_after_a_refresh()
    {
        const int rotations = 6;
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), """
            "key_rotation_period": 45, "key_announce": 40, "jwks_max_age": 10, "verifier_poll_interval": 20, "clock_skew": 5,
            "service_token_lifetime": 60, "user_token_lifetime": 60
            """);
        var verifier = new MicrosoftVerifier(node.Issuer, Known.Orders);

        while (node.Rotations < rotations || verifier.Kids.Count <= rotations)
        {
            await verifier.VerifyAsync(await node.TokenAsync());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal((await node.SignersAsync()).Distinct().Order(), verifier.Kids.Order());
        TestContext.Current.TestOutputHelper!.WriteLine($"{verifier.Verified} verified, {verifier.Repeated} of them at the second try, {verifier.Requests} requests");
        Assert.InRange(verifier.Repeated, 0, rotations);
    }
}
