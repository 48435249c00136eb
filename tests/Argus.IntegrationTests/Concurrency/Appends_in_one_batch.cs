using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Concurrency;

/// <summary>A first append is held up under way; those behind it wait together, and share the next transaction.</summary>
public class Appends_in_one_batch(PostgresLog postgres) : IClassFixture<PostgresLog>
{
    [Fact]
    public async Task share_one_transaction()
    {
        var results = await Burst("shared", [.. Enumerable.Range(0, 50).Select(i => LogCheck.At($"s{i}", 0))]);

        Assert.All(await Task.WhenAll(results), result => Assert.IsType<AppendResult.Appended>(result));
        await using var query = postgres.Owner.CreateCommand(
            "select count(distinct e.xmin::text) from argus.events e join argus.logs using (log_id) where tenant = 'shared' and position > 1");
        Assert.Equal(1L, await query.ExecuteScalarAsync(LogCheck.Cancellation));
    }

    [Fact]
    public async Task stay_whole_when_one_of_them_is_data_that_the_database_does_not_take()
    {
        await ExecuteAsync($"alter table argus.events add constraint no_poison check (stream <> '{StreamKey.Of("poison")}')");

        var results = await Burst("poisoned", LogCheck.At("a", 0), LogCheck.At("poison", 0), LogCheck.At("b", 0), LogCheck.At("a", 1));

        await Assert.ThrowsAsync<LogUnavailableException>(() => results[1]);
        Assert.Equal(
            ["first", "first", "a", "b", "a"],
            (await LogCheck.IsWhole(postgres.Log, "poisoned", postgres.Owner)).Select(entry => entry.Stream));
        Assert.Equal([2L, 3, 4], await Positions(results[0], results[2], results[3]));
    }

    [Fact]
    public async Task stay_whole_when_one_of_them_conflicts_with_what_another_node_appended()
    {
        await using (var other = await postgres.OpenAsync())
            await other.AppendAsync("conflicting", LogCheck.At("taken", 0));

        // Thought new, and read by nobody in this batch: the unique index alone can tell.
        var results = await Burst("conflicting", LogCheck.At("a", 0), LogCheck.At("taken", 0), LogCheck.At("a", 1));

        Assert.Equal(new AppendResult.Conflict("taken"), await results[1]);
        Assert.Equal([2L, 3], await Positions(results[0], results[2]));
        await LogCheck.IsWhole(postgres.Log, "conflicting", postgres.Owner);
    }

    [Fact]
    public async Task of_a_caller_that_cancels_are_finished_once_they_are_under_way()
    {
        await using var log = await postgres.OpenAsync();
        await log.AppendAsync("cancelled", LogCheck.At("first", 0));
        using var cancelled = new CancellationTokenSource();
        await using var held = await HeldLog.HoldAsync(postgres, "cancelled");

        var appending = log.AppendAsync(
            new Append("cancelled", LogCheck.At("a", 0, LogCheck.Entry(), LogCheck.Entry()), LogCheck.At("b", 0)), cancelled.Token).AsTask();
        await held.UntilWaitingAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appending);
        Assert.Single(await LogCheck.IsWhole(log, "cancelled", postgres.Owner));

        await held.ReleaseAsync();
        await Eventually.Holds("the append is there", TimeSpan.FromSeconds(60), async () => (await log.ReadHeadAsync("cancelled", LogCheck.Cancellation)).Size > 1);
        Assert.Equal(["first/0", "a/0", "a/1", "b/0"], (await LogCheck.IsWhole(log, "cancelled", postgres.Owner)).Select(entry => $"{entry.Stream}/{entry.StreamVersion}"));
    }

    [Fact]
    public async Task of_a_caller_that_gave_up_before_its_turn_are_not_written()
    {
        await using var log = await postgres.OpenAsync();
        await log.AppendAsync("given-up", LogCheck.At("first", 0));
        using var cancelled = new CancellationTokenSource();
        await using var held = await HeldLog.HoldAsync(postgres, "given-up");

        var underWay = log.AppendAsync("given-up", LogCheck.At("a", 0));
        await held.UntilWaitingAsync();
        var givenUp = log.AppendAsync(new Append("given-up", LogCheck.At("b", 0)), cancelled.Token).AsTask();
        var behind = log.AppendAsync("given-up", LogCheck.At("c", 0));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        await held.ReleaseAsync();

        Assert.Equal([1L, 2], await Positions(underWay, behind));
        Assert.Equal(["first", "a", "c"], (await LogCheck.IsWhole(log, "given-up", postgres.Owner)).Select(entry => entry.Stream));
    }

    [Fact]
    public async Task that_the_database_holds_up_too_long_end_in_time_and_the_log_goes_on()
    {
        await using var log = await postgres.OpenAsync(TimeSpan.FromSeconds(2));
        await log.AppendAsync("slow", LogCheck.At("first", 0));
        await using var held = await HeldLog.HoldAsync(postgres, "slow");
        var since = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync("slow", LogCheck.At("a", 0)));

        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        await held.ReleaseAsync();
        await Eventually.Holds("it takes appends again", TimeSpan.FromSeconds(60), async () => await Takes(log, "slow"));
        await LogCheck.IsWhole(log, "slow", postgres.Owner);
    }

    /// <summary>One append under way, and the others in the next batch.</summary>
    private async Task<Task<AppendResult>[]> Burst(string tenant, params StreamAppend[] appends)
    {
        var log = await postgres.OpenAsync();
        var size = (await log.ReadHeadAsync(tenant, LogCheck.Cancellation)).Size;
        if (size == 0)
            await log.AppendAsync(tenant, LogCheck.At("first", 0));
        await using var held = await HeldLog.HoldAsync(postgres, tenant);
        var underWay = log.AppendAsync(tenant, LogCheck.At("first", size == 0 ? 1 : 0));
        await held.UntilWaitingAsync();
        var results = appends.Select(append => log.AppendAsync(tenant, append)).ToArray();
        await held.ReleaseAsync();
        await underWay;
        await Task.WhenAll(results.Select(result => result.ContinueWith(_ => 0, TaskScheduler.Default)));
        return results;
    }

    private static async Task<bool> Takes(IEventLog log, string tenant)
    {
        try
        {
            return await log.AppendAsync(tenant, LogCheck.At("again", (await log.ReadStreamAsync(tenant, "again", LogCheck.Cancellation)).Count)) is AppendResult.Appended;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = postgres.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(LogCheck.Cancellation);
    }

    private static async Task<IEnumerable<long>> Positions(params Task<AppendResult>[] results) =>
        (await Task.WhenAll(results)).Select(result => Assert.IsType<AppendResult.Appended>(result).FirstPosition);
}
