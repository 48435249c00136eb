using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Interop;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.ResourceServers;

public class A_rotation_at_an_API(TestPostgres postgres)
{
    [Fact]
    public async Task refuses_no_token()
    {
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), """
            "key_rotation_period": 4, "key_announce": 3, "jwks_max_age": 1, "verifier_poll_interval": 2, "clock_skew": 1, "service_token_lifetime": 4, "user_token_lifetime": 4
            """);
        await using var api = await ProtectedApi.StartAsync(node.Issuer);
        var signers = new HashSet<string>();

        await Eventually.Holds("three keys have signed", TimeSpan.FromSeconds(120), async () =>
        {
            var token = await node.TokenAsync();
            signers.Add(new Compact(token).Header.GetProperty("kid").GetString()!);
            var reply = await api.GetAsync("/orders", token);
            Assert.True(reply.Status == 200, $"{reply.Status} after {node.Rotations} rotations");
            return signers.Count >= 3;
        });
    }
}
