using System.Collections.Concurrent;
using Argus.IntegrationTests.Embedded;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Embedded;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.IntegrationTests.Concurrency;

public class A_PostgreSQL_that_is_killed_under_load
{
    private const int Appenders = 8;
    private const int Tenants = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<(string Tenant, long Position), string> _reported = new();

    [Fact]
    public Task keeps_every_append_that_it_reported_when_a_backend_dies() => Survives(async (postgres, owner) =>
    {
        await using var query = owner.CreateCommand("select pid from pg_stat_activity where application_name = 'argus' and pid <> pg_backend_pid() limit 1");
        return (int)(await query.ExecuteScalarAsync(LogCheck.Cancellation))!;
    });

    [Fact]
    public Task keeps_every_append_that_it_reported_when_the_server_dies() => Survives((postgres, _) => Task.FromResult(postgres.ProcessId));

    private async Task Survives(Func<PrivatePostgres, NpgsqlDataSource, Task<int>> victim)
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await using var database = await ArgusDatabase.OpenAsync(postgres.ConnectionString, null, Patience, LogCheck.Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        using var stopping = new CancellationTokenSource();

        var load = Enumerable.Range(0, Appenders).Select(appender => Task.Run(() => LoadAsync(log, appender, stopping.Token))).ToArray();
        for (var kill = 0; kill < 3; kill++)
        {
            await UntilMoreIsReported();
            PosixCalls.Signal(await victim(postgres, owner), 9);
            await UntilMoreIsReported();
        }

        await stopping.CancelAsync();
        await Task.WhenAll(load);
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            var entries = await Whole(log, $"t{tenant}", owner);
            foreach (var ((_, position), stream) in _reported.Where(reported => reported.Key.Tenant == $"t{tenant}"))
                Assert.Equal(stream, entries[(int)position].Stream);
        }
    }

    private Task UntilMoreIsReported()
    {
        var before = _reported.Count;
        return Eventually.Holds("appends go on", Bound, () => _reported.Count > before + 100);
    }

    private async Task LoadAsync(PostgresEventLog log, int appender, CancellationToken stopping)
    {
        for (var i = 0; !stopping.IsCancellationRequested; i++)
        {
            var (tenant, stream) = ($"t{i % Tenants}", $"s:{appender}:{i}");
            try
            {
                if (await log.AppendAsync(tenant, LogCheck.At(stream, 0)) is AppendResult.Appended appended)
                    _reported[(tenant, appended.FirstPosition)] = stream;
            }
            catch (LogUnavailableException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private static async Task<List<LogEntry>> Whole(PostgresEventLog log, string tenant, NpgsqlDataSource owner)
    {
        List<LogEntry>? entries = null;
        await Eventually.Holds("the log can be read", Bound, async () =>
        {
            try
            {
                entries = await LogCheck.IsWhole(log, tenant, owner);
                return true;
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        });
        return entries!;
    }
}
