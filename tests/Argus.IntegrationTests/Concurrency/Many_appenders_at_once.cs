using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Concurrency;

public class Many_appenders_at_once(PostgresLog postgres) : IClassFixture<PostgresLog>
{
    private const int Appenders = 64;
    private const int Tenants = 16;
    private const int Rounds = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task leave_every_log_whole_however_many_nodes_they_are_on(int nodes)
    {
        var logs = await OpenAsync(nodes);
        var accepted = await Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender =>
            Task.Run(() => RunAsync(logs[appender % nodes], $"many-{nodes}", appender))));

        // Each appender's own streams all stand; of the shared one, what was told to have won.
        var sum = 0;
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            var entries = await LogCheck.IsWhole(logs[^1], $"many-{nodes}-{tenant}", postgres.Owner);
            Assert.Equal(entries.Count, entries.Select(entry => (entry.Stream, entry.StreamVersion)).Distinct().Count());
            sum += entries.Count;
        }

        Assert.Equal(accepted.Sum(), sum);
        Assert.InRange(sum, Appenders * Rounds * 2 + Tenants, Appenders * Rounds * 3);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(4, 64)]
    public async Task that_race_for_one_stream_have_exactly_one_winner(int nodes, int racers)
    {
        var tenant = $"race-{nodes}";
        var logs = await OpenAsync(nodes);
        for (var version = 0; version < 5; version++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, racers).Select(racer =>
                Task.Run(() => logs[racer % nodes].AppendAsync(tenant, LogCheck.At("prize", version, LogCheck.Entry($"racer-{racer}", standing: true))))));

            Assert.Equal(version, Assert.Single(results.OfType<AppendResult.Appended>()).FirstPosition);
            Assert.Equal(racers - 1, results.Count(result => result == new AppendResult.Conflict("prize")));
        }

        Assert.Equal(5, (await LogCheck.IsWhole(logs[0], tenant, postgres.Owner)).Count);
    }

    [Fact]
    public async Task with_overlapping_tenants_in_opposite_order_do_not_deadlock()
    {
        var logs = await OpenAsync(2);
        string[] tenants = [.. Enumerable.Range(0, 24).Select(tenant => $"overlap-{tenant}")];
        foreach (var tenant in tenants)
            await logs[0].AppendAsync(tenant, LogCheck.At("first", 0));

        // A row in the middle is held until both have locked all that they can. Had each its own order, each would now hold what the other needs.
        // The first of each, alone in its batch, is nobody else's.
        await using var held = await HeldLog.HoldAsync(postgres, tenants[12]);
        var one = tenants.Prepend("overlap-one").Select(tenant => logs[0].AppendAsync(tenant, LogCheck.At("one", 0, LogCheck.Entry(standing: true)))).ToArray();
        var two = tenants.Append("overlap-two").Reverse().Select(tenant => logs[1].AppendAsync(tenant, LogCheck.At("two", 0, LogCheck.Entry(standing: true)))).ToArray();
        await held.UntilWaitingAsync(2);
        await held.ReleaseAsync();

        Assert.All(await Task.WhenAll([.. one, .. two]), result => Assert.IsType<AppendResult.Appended>(result));
        foreach (var tenant in tenants)
            Assert.Equal(3, (await LogCheck.IsWhole(logs[0], tenant, postgres.Owner)).Count);
    }

    [Fact]
    public async Task that_make_the_same_new_tenants_in_opposite_order_do_not_deadlock()
    {
        var logs = await OpenAsync(2);
        for (var round = 0; round < 10; round++)
        {
            string[] tenants = [.. Enumerable.Range(0, 24).Select(tenant => $"new-{round}-{tenant}")];
            var bursts = tenants.Select(tenant => logs[0].AppendAsync(tenant, LogCheck.At("one", 0)))
                .Concat(tenants.Reverse().Select(tenant => logs[1].AppendAsync(tenant, LogCheck.At("two", 0))));

            Assert.All(await Task.WhenAll(bursts), result => Assert.IsType<AppendResult.Appended>(result));
            foreach (var tenant in tenants)
                Assert.Equal(2, (await LogCheck.IsWhole(logs[0], tenant, postgres.Owner)).Count);
        }
    }

    private async Task<PostgresEventLog[]> OpenAsync(int nodes)
    {
        var logs = new PostgresEventLog[nodes];
        for (var node = 0; node < nodes; node++)
            logs[node] = await postgres.OpenAsync();
        return logs;
    }

    /// <returns>How many entries were told to be in the log.</returns>
    private static async Task<int> RunAsync(PostgresEventLog log, string prefix, int appender)
    {
        var entries = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var tenant = $"{prefix}-{(appender + round) % Tenants}";
            var own = await log.AppendAsync(tenant, LogCheck.At($"own:{appender}:{round}", 0, LogCheck.Entry(), LogCheck.Entry(standing: true)));
            Assert.IsType<AppendResult.Appended>(own);
            var seen = await log.ReadStreamAsync(tenant, "shared", LogCheck.Cancellation);
            var shared = await log.AppendAsync(tenant, LogCheck.At("shared", seen.Count, LogCheck.Entry()));
            entries += shared is AppendResult.Appended ? 3 : 2;
        }

        return entries;
    }
}
