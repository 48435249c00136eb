using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http;

/// <summary>Its creation was interrupted between the log's entry and the key.</summary>
public class A_tenant_without_a_key(TestPostgres postgres)
{
    private const string Document =
        """
        {
          "tenants": [
            {
              "tenant": "keyless",
              "resources": [ { "resource": "https://api.keyless.example" } ],
              "clients": [ { "client_id": "worker", "client_secret": "a-secret", "grant_types": ["client_credentials"], "resources": ["https://api.keyless.example"] } ]
            }
          ]
        }
        """;

    [Fact]
    public async Task shows_no_empty_key_set_keeps_the_node_from_being_ready_and_is_mended_by_the_next_start()
    {
        var directory = ScratchDirectory.Create("argus-keyless-");
        var settings = new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Directory = directory };
        await using (var node = await TestNode.StartAsync(settings))
        {
            Assert.True(TenantId.TryParse("keyless", out var keyless));
            await node.CommandAsync(
                aggregates => aggregates.Tenants,
                "keyless",
                TenantState.Stream,
                state => TenantDecider.Describe(state, keyless, "Keyless", HostNames.None, new TenantPolicy()));

            Assert.Equal(503, (await node.GetAsync("/t/keyless/.well-known/jwks.json")).Status);
            var ready = await node.GetAsync("/health/ready");
            Assert.Equal(503, ready.Status);
            Assert.Contains("\"check\":\"signing_keys\",\"detail\":\"No active signing key: keyless.\"", ready.Text, StringComparison.Ordinal);
            Assert.Equal(200, (await node.GetAsync("/.well-known/jwks.json")).Status);
        }

        await using (var node = await TestNode.StartAsync(settings with { Provisioning = Document }))
        {
            Assert.Equal(200, (await node.GetAsync("/health/ready")).Status);
            Assert.Equal(200, (await node.GetAsync("/t/keyless/.well-known/jwks.json")).Status);
            Assert.Equal(200, (await node.TokenAsync("/t/keyless", new Client("worker", "a-secret"))).Status);
        }

        Directory.Delete(directory, recursive: true);
    }
}
