using Argus.IntegrationTests.Embedded;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Embedded;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Concurrency;

public class A_PostgreSQL_that_goes_away
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task is_told_to_every_caller_in_time_and_forgotten_when_it_is_back()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        await using var database = await ArgusDatabase.OpenAsync(postgres.ConnectionString, null, Patience, LogCheck.Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        var first = Assert.IsType<AppendResult.Appended>(await log.AppendAsync("acme", LogCheck.At("s", 0, LogCheck.Entry(standing: true))));
        await using var follower = log.FollowAsync(first.Feed!.Value, TimeSpan.FromSeconds(1), LogCheck.Cancellation).GetAsyncEnumerator(LogCheck.Cancellation);
        await follower.MoveNextAsync();

        await postgres.PauseAsync();

        await IsUnavailable(() => log.AppendAsync("acme", LogCheck.At("s", 1)));
        await IsUnavailable(() => log.ReadStreamAsync("acme", "s", LogCheck.Cancellation).AsTask());
        await IsUnavailable(() => log.ReadHeadAsync("acme", LogCheck.Cancellation).AsTask());
        await IsUnavailable(() => log.CheckAppendableAsync(LogCheck.Cancellation));
        await IsUnavailable(async () => await log.ReadAsync("acme", 0, LogCheck.Cancellation).GetAsyncEnumerator().MoveNextAsync());
        await IsUnavailable(async () =>
        {
            while (true)
                await follower.MoveNextAsync();
        });
        await IsUnavailable(() => log.AppendAsync("a-new-tenant", LogCheck.At("s", 0)));

        await postgres.ResumeAsync();

        await Eventually.Holds("it takes appends again", Bound, () => Succeeds(() => log.AppendAsync("acme", LogCheck.At("back", 0))));
        await Eventually.Holds("it reads again", Bound, () => Succeeds(() => log.ReadStreamAsync("acme", "s", LogCheck.Cancellation).AsTask()));
        await using var owner = Npgsql.NpgsqlDataSource.Create(postgres.ConnectionString);
        Assert.Equal(["s", "back"], (await LogCheck.IsWhole(log, "acme", owner)).Select(entry => entry.Stream));
    }

    [Fact]
    public async Task and_hangs_rather_than_ends_is_told_in_time_as_well()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        await using var database = await ArgusDatabase.OpenAsync(postgres.ConnectionString, null, Patience, LogCheck.Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await log.AppendAsync("acme", LogCheck.At("s", 0));

        // SIGSTOP: connections stay open and nobody answers, as when the network is cut.
        int[] servers = [.. Processes.Mentioning(folder.Path).Select(process => process.Id), .. Backends(postgres.ProcessId)];
        foreach (var id in servers)
            PosixCalls.Signal(id, 19);
        try
        {
            await IsUnavailable(() => log.AppendAsync("acme", LogCheck.At("s", 1)));
            await IsUnavailable(() => log.ReadStreamAsync("acme", "s", LogCheck.Cancellation).AsTask());
        }
        finally
        {
            foreach (var id in servers)
                PosixCalls.Signal(id, 18);
        }

        await Eventually.Holds("it takes appends again", Bound, () => Succeeds(() => log.AppendAsync("acme", LogCheck.At("back", 0))));
        await using var owner = Npgsql.NpgsqlDataSource.Create(postgres.ConnectionString);
        await LogCheck.IsWhole(log, "acme", owner);
    }

    private static IEnumerable<int> Backends(int postmaster) =>
        Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => name.All(char.IsAsciiDigit)).Select(int.Parse)
            .Where(id => Parent(id) == postmaster);

    private static int Parent(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], provider: null);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private static async Task IsUnavailable(Func<Task> call)
    {
        var since = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<LogUnavailableException>(call);
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, Patience * 10);
    }

    private static async Task<bool> Succeeds(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }
}
