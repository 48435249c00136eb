using Argus.Authority.Archive;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.IntegrationTests.Archive;

/// <summary>Wherever a run ends: no entry is lost or changed, and the next run goes on.</summary>
public sealed class A_run_that_is_broken_off(TestPostgres postgres) : IAsyncLifetime
{
    private const int MostSteps = 100;

    private ArchiveStory _story = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _story = await ArchiveStory.BeginAsync(postgres);
        await _story.GrowOldAsync();
    }

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task at_any_step_of_dropping_and_restoring_is_gone_on_with()
    {
        var before = await _story.AllBytesAsync();
        var broken = 0;
        var dropped = await UntilItSucceeds(async store => (await Archiver(store).RunAsync(false, Cancellation))!.Dropped, before, () => broken++);

        Assert.InRange(broken, 10, MostSteps);
        var windows = await _story.Node.Service<IArchiveStore>().DroppedAsync(Cancellation);
        Assert.Equal([ArchiveStory.Leaving, ArchiveStory.AlsoLeaving], windows.Where(share => !share.IsRestored).Select(share => share.Tenant).Distinct().Order());
        Assert.True(dropped.Count <= windows.Count);

        broken = 0;
        await UntilItSucceeds(
            async store => (await Restorer(store).RestoreAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "test", Cancellation))!, before, () => broken++);

        Assert.InRange(broken, 4, MostSteps);
        Assert.All(await _story.Node.Service<IArchiveStore>().DroppedAsync(Cancellation), share => Assert.True(share.IsRestored));
        Assert.Equal((long)(await _story.BytesAsync(ArchiveStory.Leaving)).Length, await _story.RowsAsync(ArchiveStory.Leaving));
        foreach (var tenant in new[] { ArchiveStory.Leaving, ArchiveStory.AlsoLeaving })
        {
            var told = (await _story.BytesAsync(tenant)).Select(Convert.FromHexString).Select(System.Text.Encoding.UTF8.GetString).Where(entry => entry.Contains("\"type\":\"log.window_", StringComparison.Ordinal)).ToArray();
            Assert.Equal(2 * windows.Count(share => share.Tenant == tenant), told.Length);
        }
    }

    [Fact]
    public async Task while_it_writes_the_archive_leaves_one_that_is_gone_on_with()
    {
        var before = await _story.AllBytesAsync();
        var tenant = _story.Node.Service<TenantDirectory>().Find(ArchiveStory.Leaving)!;
        var archiver = _story.Node.Service<TenantArchiver>();
        var broken = 0;
        for (var patience = 0; ; patience += 1 + (patience / 16))
        {
            using var stop = new CancellationTokenSource();
            stop.CancelAfter(TimeSpan.FromMilliseconds(patience));
            try
            {
                await archiver.ArchiveAsync(tenant, stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                broken++;
            }
        }

        Assert.InRange(broken, 1, 10_000);
        await archiver.VerifyAsync(tenant, (await archiver.ArchiveAsync(tenant, Cancellation))!, Cancellation);
        Assert.Null((await _story.VerifyAsync(ArchiveStory.Leaving)).Divergence);
        await _story.StillHasAsync(before);
    }

    [Fact]
    public async Task by_another_run_at_work_does_nothing()
    {
        await using var turn = await _story.Node.Service<IArchiveStore>().TryTakeTurnAsync(Cancellation);

        Assert.NotNull(turn);
        Assert.Null(await _story.Node.Service<LogArchiver>().RunAsync(false, Cancellation));
        (await _story.Admin.PostAsync("/archive/run", "{}")).IsProblem(409, "archive_busy");
    }

    [Fact]
    public async Task when_entries_come_into_the_window_at_the_last_moment_leaves_it()
    {
        var store = _story.Node.Service<IArchiveStore>();
        var run = await _story.RunAsync();
        Assert.NotEmpty(run.Dropped);
        await _story.Node.Service<WindowRestorer>().RestoreAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "test", Cancellation);
        var share = run.Dropped[0];
        var window = (await store.WindowsAsync(Cancellation)).Single(window => window.From == share.From);
        var all = await store.SharesAsync(window, Cancellation);

        var asBefore = all.Select(other => other.Tenant == share.Tenant ? other with { LastPosition = other.LastPosition - 1 } : other).ToArray();

        Assert.False(await store.DropAsync(window, asBefore, [share], Cancellation));
        Assert.False(await store.DropAsync(window, [.. all.Skip(1)], [share], Cancellation));
        Assert.Contains(await store.WindowsAsync(Cancellation), other => other.Name == window.Name);
    }

    [Fact]
    public async Task by_an_append_that_is_on_its_way_into_the_window_does_not_stand_in_the_appends_way()
    {
        var store = _story.Node.Service<IArchiveStore>();
        var share = (await _story.RunAsync()).Dropped[0];
        await _story.Node.Service<WindowRestorer>().RestoreAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "test", Cancellation);
        var window = (await store.WindowsAsync(Cancellation)).Single(window => window.From == share.From);
        var all = await store.SharesAsync(window, Cancellation);
        await using var append = await _story.Owner.OpenConnectionAsync(Cancellation);
        await LockAsync("begin; lock table only argus.events in row exclusive mode");

        var drop = store.DropAsync(window, all, [share], Cancellation).AsTask();
        await Eventually.Holds("the drop waits, or has given up", TimeSpan.FromSeconds(30), async () => drop.IsCompleted || await _story.TextAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") != "0");

        // What an append takes next. Were the drop to hold it, each would wait for the other.
        await LockAsync($"lock table only argus.{window.Name} in row exclusive mode; rollback");
        await drop;

        async Task LockAsync(string sql)
        {
            await using var command = append.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    [Fact]
    public async Task at_any_step_of_dropping_what_came_late_into_a_window_is_gone_on_with()
    {
        var share = (await _story.RunAsync()).Dropped.First(share => share.Tenant == ArchiveStory.Leaving);
        Assert.True(TenantId.TryParse(ArchiveStory.Leaving, out var tenant));
        var late = $"audit:{Jti.From(Guid.CreateVersion7(share.From.AddSeconds(1)))}";
        await _story.Node.Service<Aggregates>().RecordAsync(tenant, late, new EventsRead(null, 1, null, null, null), new Origin("test", "late"));
        await _story.LiveAsync(300);
        await _story.SignAsync();
        var before = await _story.AllBytesAsync();

        await UntilItSucceeds(async store => (await Archiver(store).RunAsync(false, Cancellation))!, before, () => { });

        var dropped = await _story.Node.Service<IArchiveStore>().DroppedAsync(Cancellation);
        Assert.Equal(share.Entries + 1, Assert.Single(dropped, again => again.Tenant == ArchiveStory.Leaving && again.From == share.From).Entries);
        await _story.StillHasAsync(before);
        Assert.Single(await _story.Node.Events.ReadStreamAsync(ArchiveStory.Leaving, late, Cancellation));
        await _story.Node.Service<WindowRestorer>().RestoreAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "test", Cancellation);
        Assert.Equal((long)(await _story.BytesAsync(ArchiveStory.Leaving)).Length, await _story.RowsAsync(ArchiveStory.Leaving));
    }

    [Fact]
    public async Task by_the_loss_of_its_turn_takes_nothing_from_those_who_keep_their_entries()
    {
        var store = _story.Node.Service<IArchiveStore>();
        var before = await _story.AllBytesAsync();
        var windows = await store.WindowsAsync(Cancellation);
        var shares = new List<IReadOnlyList<WindowShare>>();
        foreach (var window in windows)
            shares.Add(await store.SharesAsync(window, Cancellation));
        var kept = await _story.RowsAsync(ArchiveStory.Keeping);

        // Another node takes the turn and drops the window, for some; whoever lost it has not noticed, and goes on with what it found.
        var share = (await _story.RunAsync()).Dropped[0];
        var stale = windows.Single(window => window.From == share.From);

        var isDone = false;
        var fault = await Record.ExceptionAsync(async () => isDone = await store.DropAsync(stale, shares[windows.ToList().IndexOf(stale)], [share], Cancellation));

        Assert.Equal(kept, await _story.RowsAsync(ArchiveStory.Keeping));
        Assert.Null(fault);
        Assert.False(isDone);
        await _story.StillHasAsync(before);
    }

    /// <summary>Breaks the work off at its first step, then at its second, and so on, until it comes to its end.</summary>
    private async Task<T> UntilItSucceeds<T>(Func<IArchiveStore, Task<T>> work, Dictionary<string, string[]> before, Action broken)
    {
        for (var step = 0; ; step++)
        {
            try
            {
                return await work(new FailingStore(_story.Node.Service<IArchiveStore>(), step));
            }
            catch (LogUnavailableException)
            {
                Assert.InRange(step, 0, MostSteps);
                broken();
                await _story.StillHasAsync(before);
            }
        }
    }

    private LogArchiver Archiver(IArchiveStore store)
    {
        var services = _story.Node.Node.App.Services;
        var dropper = ActivatorUtilities.CreateInstance<WindowDropper>(services, store, NullLogger<WindowDropper>.Instance);
        return ActivatorUtilities.CreateInstance<LogArchiver>(services, store, dropper, NullLogger<LogArchiver>.Instance);
    }

    private WindowRestorer Restorer(IArchiveStore store) => ActivatorUtilities.CreateInstance<WindowRestorer>(_story.Node.Node.App.Services, store);
}
