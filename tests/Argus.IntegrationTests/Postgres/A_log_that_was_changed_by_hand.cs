using System.Diagnostics.CodeAnalysis;
using Argus.IntegrationTests.Concurrency;
using Argus.Log;

namespace Argus.IntegrationTests.Postgres;

/// <summary>The superuser changes what is there; nobody gets a head to sign.</summary>
public sealed class A_log_that_was_changed_by_hand(PostgresLog postgres) : IClassFixture<PostgresLog>
{
    private const string Log = "(select log_id from argus.logs where tenant = $1)";

    [Theory]
    [InlineData("byte", $"update argus.events set entry = set_byte(entry, 20, 63) where log_id = {Log} and position = 3")]
    [InlineData("dropped", $"delete from argus.events where log_id = {Log} and position = 3")]
    [InlineData("tail", $"delete from argus.events where log_id = {Log} and position >= 290")]
    [InlineData("doubled", $"insert into argus.events select position, log_id, stream_version, null, gen_random_uuid(), entry from argus.events where log_id = {Log} and position = 290")]
    [InlineData("frontier", $"update argus.logs set frontier = set_byte(frontier, 3, get_byte(frontier, 3) # 1) where log_id = {Log}")]
    [InlineData("last-tile", $"update argus.events set entry = set_byte(entry, 20, 63) where log_id = {Log} and position = 299")]
    public async Task is_noticed_before_its_tiles_are_kept(string tenant, string change)
    {
        var size = 0;
        while (size < 300)
        {
            await postgres.Log.AppendAsync(tenant, LogCheck.At($"s{size}", 0, [.. Enumerable.Range(0, 50).Select(_ => LogCheck.Entry())]));
            size += 50;
        }

        await ExecuteAsync(change, tenant);

        await Assert.ThrowsAsync<LogDivergedException>(() => postgres.Log.GrowTilesAsync(tenant, LogCheck.Cancellation).AsTask());
        await using var count = postgres.Owner.CreateCommand($"select count(*) from argus.tiles where log_id = {Log}");
        count.Parameters.Add(new() { Value = tenant });
        Assert.Equal(0L, await count.ExecuteScalarAsync(LogCheck.Cancellation));
    }

    [Theory]
    [InlineData("rolled-back", $"update argus.logs set size = 0, frontier = '' where log_id = {Log}")]
    [InlineData("tile", $"update argus.tiles set root = set_byte(root, 3, get_byte(root, 3) # 1) where log_id = {Log}")]
    public async Task is_noticed_when_tiles_were_kept_before(string tenant, string change)
    {
        await postgres.Log.AppendAsync(tenant, LogCheck.At("s", 0, [.. Enumerable.Range(0, 300).Select(_ => LogCheck.Entry())]));
        Assert.NotNull(await postgres.Log.GrowTilesAsync(tenant, LogCheck.Cancellation));

        await ExecuteAsync(change, tenant);

        await Assert.ThrowsAsync<LogDivergedException>(() => postgres.Log.GrowTilesAsync(tenant, LogCheck.Cancellation).AsTask());
    }

    [SuppressMessage("Security", "CA2100", Justification = "The tests' own statements.")]
    private async Task ExecuteAsync(string sql, string tenant)
    {
        await using var command = postgres.Owner.CreateCommand(sql);
        command.Parameters.Add(new() { Value = tenant });
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(LogCheck.Cancellation));
    }
}
