using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Npgsql;

namespace Argus.IntegrationTests.FailClosed;

/// <summary>Under a running node an older backup took the log's place: revocations that the node has seen, or will be told of, may be gone.</summary>
public class A_log_that_was_rolled_back(TestPostgres postgres)
{
    [Fact]
    public async Task is_not_answered_from()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var node = await TestNode.StartAsync(
            new NodeSettings { ConnectionString = database, Provisioning = Known.Some("acme"), More = ["--Argus:MaxStaleness", "2"] });
        var token = (await node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        (await node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();

        await using (var owner = NpgsqlDataSource.Create(database))
        {
            await using var rewind = owner.CreateCommand("update argus.feed set last = last - 1");
            await rewind.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.Holds(
            "introspection refuses",
            TimeSpan.FromSeconds(60),
            async () => (await node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).Status == 503);
        var ready = await node.GetAsync("/health/ready");
        Assert.Equal(503, ready.Status);
        Assert.Contains("\"check\":\"views\"", ready.Text, StringComparison.Ordinal);
    }
}
