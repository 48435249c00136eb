using System.Text;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.IntegrationTests.Concurrency;

public class Writes_beside_appends(PostgresLog postgres) : IClassFixture<PostgresLog>
{
    private const string KeysLeft = "select string_agg(key, ' ') from argus.beside join argus.logs using (log_id) where tenant = 'beside-held'";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task of_racers_for_one_stream_are_the_winners(int nodes)
    {
        var tenant = $"beside-race-{nodes}";
        var logs = new List<PostgresEventLog>();
        for (var node = 0; node < nodes; node++)
            logs.Add(await postgres.OpenAsync());

        for (var version = 0; version < 5; version++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(racer => Task.Run(async () =>
                (Racer: racer, Result: await AppendAsync(logs[racer % nodes], tenant, "prize", version, Put("prize", $"{version}/{racer}"))))));

            var winner = Assert.Single(results, result => result.Result is AppendResult.Appended).Racer;
            Assert.Equal($"{version}/{winner}", await ReadAsync(tenant, "prize"));
        }

        Assert.Equal(5, (await LogCheck.IsWhole(logs[0], tenant, postgres.Owner)).Count);
    }

    [Fact]
    public async Task in_one_batch_to_one_key_are_one_row_and_the_last_admitted_wins()
    {
        var results = await Burst(
            "beside-batch",
            log => AppendAsync(log, "beside-batch", "s", 0, Put("k", "one"), Put("gone", "x")),
            log => AppendAsync(log, "beside-batch", "t", 0, Delete("k")),
            log => AppendAsync(log, "beside-batch", "s", 1, Put("k", "two"), Delete("gone")),
            log => AppendAsync(log, "beside-batch", "s", 1, Put("k", "lost"), Put("gone", "lost")));

        Assert.Equal(3, results.OfType<AppendResult.Appended>().Count());
        Assert.Equal(("two", null), (await ReadAsync("beside-batch", "k"), await ReadAsync("beside-batch", "gone")));
        Assert.Equal(1L, await ScalarAsync("select count(*) from argus.beside join argus.logs using (log_id) where tenant = 'beside-batch'"));
    }

    [Fact]
    public async Task of_a_batch_that_is_tried_again_are_those_of_the_second_try_only()
    {
        await using (var other = await postgres.OpenAsync())
            await other.AppendAsync("beside-retry", LogCheck.At("taken", 0));

        // Thought new in the first try, the last one would have had the last word.
        var results = await Burst(
            "beside-retry",
            log => AppendAsync(log, "beside-retry", "a", 0, Put("k", "admitted")),
            log => AppendAsync(log, "beside-retry", "taken", 0, Put("k", "lost"), Put("only", "lost")));

        Assert.Equal(new AppendResult.Conflict("taken"), results[1]);
        Assert.Equal(("admitted", null), (await ReadAsync("beside-retry", "k"), await ReadAsync("beside-retry", "only")));
    }

    [Fact]
    public async Task that_fail_take_their_append_with_them_and_nothing_else()
    {
        await ScalarAsync("alter table argus.beside add constraint no_poison check (key <> 'poison')");
        var log = await postgres.OpenAsync();
        await log.AppendAsync("beside-poison", LogCheck.At("first", 0));
        await using var held = await HeldLog.HoldAsync(postgres, "beside-poison");
        var underWay = log.AppendAsync("beside-poison", LogCheck.At("first", 1));
        await held.UntilWaitingAsync();
        var poisoned = AppendAsync(log, "beside-poison", "s", 0, Put("poison", "x"));
        var good = AppendAsync(log, "beside-poison", "t", 0, Put("k", "good"));
        await held.ReleaseAsync();

        await underWay;
        await Assert.ThrowsAsync<LogUnavailableException>(() => poisoned);
        Assert.IsType<AppendResult.Appended>(await good);
        Assert.Equal("good", await ReadAsync("beside-poison", "k"));
        Assert.Equal(["first", "first", "t"], (await LogCheck.IsWhole(log, "beside-poison", postgres.Owner)).Select(entry => entry.Stream));
    }

    [Fact]
    public async Task go_on_while_others_sweep()
    {
        var log = await postgres.OpenAsync();
        var sweeper = await postgres.OpenAsync();
        using var done = new CancellationTokenSource();
        var sweeping = Task.Run(async () =>
        {
            var swept = 0;
            while (!done.IsCancellationRequested)
                swept += await sweeper.ForgetBesideAsync(LogCheck.Cancellation);
            return swept;
        });

        // Descending keys, against the sweep's order, many at a time, most of them over at once.
        for (var version = 0; version < 100; version++)
        {
            BesideWrite[] writes = [.. Enumerable.Range(0, 40).Reverse().Select(key => key % 5 == 0 ? Delete($"k{key:00}") : Put($"k{key:00}", "x", TimeSpan.Zero))];
            Assert.IsType<AppendResult.Appended>(await AppendAsync(log, "beside-sweep", "s", version, [.. writes, Put("stays", $"{version}")]));
            Assert.Equal($"{version}", await ReadAsync("beside-sweep", "stays"));
        }

        await done.CancelAsync();
        Assert.InRange(await sweeping, 1, int.MaxValue);
    }

    [Fact]
    public async Task under_way_are_not_waited_for_by_a_sweep()
    {
        var log = await postgres.OpenAsync(TimeSpan.FromSeconds(10));
        await AppendAsync(log, "beside-held", "s", 0, Put("a", "x", TimeSpan.Zero), Put("held", "x", TimeSpan.Zero), Put("z", "x", TimeSpan.Zero));
        await using var connection = await postgres.Owner.OpenConnectionAsync(LogCheck.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(LogCheck.Cancellation);
        await using var hold = new NpgsqlCommand("update argus.beside set value = '' where key = 'held'", connection);
        Assert.Equal(1, await hold.ExecuteNonQueryAsync(LogCheck.Cancellation));

        // A sweep that waited here, holding 'a', would be a deadlock with an append that goes on to 'a'.
        await log.ForgetBesideAsync(LogCheck.Cancellation);
        Assert.Equal("held", await ScalarAsync(KeysLeft));

        await transaction.RollbackAsync(LogCheck.Cancellation);
        await log.ForgetBesideAsync(LogCheck.Cancellation);
        Assert.Equal(DBNull.Value, await ScalarAsync(KeysLeft));
    }

    private static BesideWrite Put(string key, string value, TimeSpan? keepFor = null) => new(key, Encoding.UTF8.GetBytes(value), keepFor ?? Hour);

    private static BesideWrite Delete(string key) => new(key, default, TimeSpan.Zero);

    private static Task<AppendResult> AppendAsync(IEventLog log, string tenant, string stream, long version, params BesideWrite[] beside) =>
        log.AppendAsync(new Append(tenant, LogCheck.At(stream, version)) { Beside = beside }, LogCheck.Cancellation).AsTask();

    /// <summary>One append under way, and these in the next batch.</summary>
    private async Task<AppendResult[]> Burst(string tenant, params Func<IEventLog, Task<AppendResult>>[] appends)
    {
        var log = await postgres.OpenAsync();
        await log.AppendAsync(tenant, LogCheck.At("first", 0));
        await using var held = await HeldLog.HoldAsync(postgres, tenant);
        var underWay = log.AppendAsync(tenant, LogCheck.At("first", 1));
        await held.UntilWaitingAsync();
        var results = appends.Select(append => append(log)).ToArray();
        await held.ReleaseAsync();
        await underWay;
        return await Task.WhenAll(results);
    }

    private async Task<string?> ReadAsync(string tenant, string key) =>
        await postgres.Log.ReadBesideAsync(tenant, key, LogCheck.Cancellation) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = postgres.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(LogCheck.Cancellation);
    }
}
