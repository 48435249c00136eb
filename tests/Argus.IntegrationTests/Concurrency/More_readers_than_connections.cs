using Argus.IntegrationTests.Embedded;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Concurrency;

public class More_readers_than_connections
{
    [Fact]
    public async Task wait_for_one_another_and_all_get_their_answer()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        await using var database = await ArgusDatabase.OpenAsync(postgres.ConnectionString, null, TimeSpan.FromSeconds(30), LogCheck.Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await log.AppendAsync("acme", LogCheck.At("s", 0));

        var streams = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(() => log.ReadStreamAsync("acme", "s", LogCheck.Cancellation).AsTask())));

        Assert.All(streams, stream => Assert.Single(stream));
    }
}
