using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Argus.Log;

namespace Argus.IntegrationTests.Concurrency;

public class A_value_that_is_overwritten_again_and_again(PostgresLog postgres) : IClassFixture<PostgresLog>
{
    private const int Keys = 20;
    private const int Rounds = 50;

    [Fact]
    public async Task changes_no_index_and_leaves_the_table_small()
    {
        var value = new byte[600];
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Keys).Select(key => postgres.Log.AppendAsync(
                new Append("hot", LogCheck.At($"s{key}", round)) { Beside = [new BesideWrite($"k{key}", value, TimeSpan.FromMinutes(1))] },
                LogCheck.Cancellation).AsTask()));
        }

        // The statistics come with a delay.
        const int Updates = Keys * (Rounds - 1);
        await Eventually.Holds("all updates are counted", TimeSpan.FromSeconds(60), async () => await ScalarAsync("n_tup_upd") == Updates);
        Assert.InRange(await ScalarAsync("n_tup_hot_upd"), Updates * 8 / 10, Updates);
        Assert.InRange(await ScalarAsync("pg_relation_size(relid)"), 1, 50 * 8192);
    }

    private async Task<long> ScalarAsync(string column)
    {
        await using var command = postgres.Owner.CreateCommand($"select {column} from pg_stat_all_tables where relid = 'argus.beside'::regclass");
        return (long)(await command.ExecuteScalarAsync(LogCheck.Cancellation))!;
    }
}
