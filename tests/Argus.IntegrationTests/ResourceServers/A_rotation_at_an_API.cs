using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Interop;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.ResourceServers;

public class A_rotation_at_an_API(TestPostgres postgres)
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Announced = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task refuses_no_token()
    {
        await using var node = await RollingNode.StartAsync(await postgres.NewDatabaseAsync(), """
            "key_rotation_period": 4, "key_announce": 3, "jwks_max_age": 1, "verifier_poll_interval": 2, "clock_skew": 1, "service_token_lifetime": 4, "user_token_lifetime": 4
            """);
        await using var api = await ProtectedApi.StartAsync(node.Issuer);
        var signers = new HashSet<string>();
        var (last, held) = (TimeProvider.System.GetTimestamp(), long.MinValue);

        await Eventually.Holds("three keys have signed", TimeSpan.FromSeconds(120), async () =>
        {
            var token = await node.TokenAsync();
            signers.Add(new Compact(token).Header.GetProperty("kid").GetString()!);
            var reply = await api.GetAsync("/orders", token);
            var now = TimeProvider.System.GetTimestamp();
            // Whom the machine keeps waiting learns late of a key that is announced for seconds only, and a token dies on its way. That is not what is looked for.
            if (TimeProvider.System.GetElapsedTime(last, now) > Brief)
                held = now;
            last = now;
            Assert.True(
                reply.Status == 200 || (held != long.MinValue && TimeProvider.System.GetElapsedTime(held, now) < Announced), $"{reply.Status} after {node.Rotations} rotations");
            return signers.Count >= 3;
        });
    }
}
