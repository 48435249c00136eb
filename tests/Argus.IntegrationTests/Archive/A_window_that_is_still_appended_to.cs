using Argus.Authority.Archive;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Npgsql;

namespace Argus.IntegrationTests.Archive;

/// <summary>Those who keep their entries go on with old families in it until the moment in which another table takes its place, and lose nothing.</summary>
public sealed class A_window_that_is_still_appended_to(TestPostgres postgres) : IAsyncLifetime
{
    private const int MostTries = 20;

    private ArchiveStory _story = null!;
    private int _appended;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IArchiveStore Store => _story.Node.Service<IArchiveStore>();

    public async ValueTask InitializeAsync()
    {
        _story = await ArchiveStory.BeginAsync(postgres);
        await _story.GrowOldAsync();
    }

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task is_dropped_and_restored_with_what_came_while_it_was_copied()
    {
        var share = (await _story.RunAsync()).Dropped[0];
        await RestoreAsync();
        var window = await FindAsync(share);
        var all = await Store.SharesAsync(window, Cancellation);

        await WithAppendsAsync(share, () => Store.DropAsync(window, all, [share], Cancellation).AsTask());
        Assert.NotEqual(window.Name, (await FindAsync(share)).Name);
        await HasAllAsync();

        await WithAppendsAsync(share, async () =>
        {
            try
            {
                return (await RestoreAsync())!.Count > 0;
            }
            catch (LogUnavailableException)
            {
                // It had to wait too long for the append.
                return false;
            }
        });
        await HasAllAsync();
        Assert.Equal((long)(await _story.BytesAsync(share.Tenant)).Length, await _story.RowsAsync(share.Tenant));
    }

    /// <summary>An append is under way when the work wants the table for itself: what it has copied by then cannot have it.</summary>
    private async Task WithAppendsAsync(DroppedShare share, Func<Task<bool>> work)
    {
        for (var tries = 0; ; tries++)
        {
            Assert.InRange(tries, 0, MostTries);
            await using var append = await _story.Owner.OpenConnectionAsync(Cancellation);
            await ExecuteAsync(append, "begin; lock table only argus.events in row exclusive mode");
            var name = (await FindAsync(share)).Name;
            var done = work();
            await Eventually.Holds("the work waits, or has given up", TimeSpan.FromSeconds(30), async () => done.IsCompleted || await _story.TextAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") != "0");
            _appended++;
            await ExecuteAsync(append,
                $"""
                 insert into argus.events (position, log_id, stream_version, stream, entry)
                 select {1_000_000 + _appended}, log_id, {1_000 + _appended}, stream, entry from argus.{name}
                 where log_id = (select log_id from argus.logs where tenant = '{ArchiveStory.Keeping}') order by position limit 1;
                 commit
                 """);
            if (await done)
                return;
        }
    }

    private async Task HasAllAsync() => Assert.Equal($"{_appended}", await _story.TextAsync("select count(*) from argus.events where position > 1000000"));

    private async Task<StoredWindow> FindAsync(DroppedShare share) =>
        (await Store.WindowsAsync(Cancellation)).Single(window => window.From == share.From);

    private Task<IReadOnlyList<DroppedShare>?> RestoreAsync() =>
        _story.Node.Service<WindowRestorer>().RestoreAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "test", Cancellation);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
