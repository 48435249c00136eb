using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Argus.Log;

namespace Argus.IntegrationTests.Concurrency;

public class A_value_that_is_overwritten(PostgresLog postgres) : IClassFixture<PostgresLog>
{
    private const int Keys = 20;

    [Fact]
    public async Task changes_no_index()
    {
        // Once only: how much room later rounds find depends on what else runs on the server, even in other databases.
        for (var version = 0; version < 2; version++)
        {
            BesideWrite[] writes = [.. Enumerable.Range(0, Keys).Select(key => new BesideWrite($"k{key}", new byte[600], TimeSpan.FromMinutes(1 + version)))];
            await postgres.Log.AppendAsync(new Append("hot", LogCheck.At("s", version)) { Beside = writes }, LogCheck.Cancellation);
        }

        // The statistics come with a delay.
        await Eventually.Holds("all updates are counted", TimeSpan.FromSeconds(60), async () => await CountAsync("n_tup_upd") == Keys);
        Assert.Equal(Keys, await CountAsync("n_tup_hot_upd"));
    }

    private async Task<long> CountAsync(string column)
    {
        await using var command = postgres.Owner.CreateCommand($"select {column} from pg_stat_all_tables where relid = 'argus.beside'::regclass");
        return (long)(await command.ExecuteScalarAsync(LogCheck.Cancellation))!;
    }
}
