using System.Diagnostics;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.Embedded;

public class A_private_postgres_that_ran_before
{
    [Fact]
    public async Task keeps_what_was_committed_over_stop_and_start()
    {
        await using var folder = new DataFolder();
        await using (var first = await folder.StartAsync())
            await DataFolder.ExecuteAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");

        for (var start = 0; start < 2; start++)
        {
            await using var next = await folder.StartAsync();
            Assert.True(next.Owned);
            Assert.Equal(42, await DataFolder.ScalarAsync(next.ConnectionString, "SELECT value FROM kept"));
        }
    }

    [Fact]
    public async Task recovers_what_was_committed_when_node_and_server_were_killed()
    {
        await using var folder = new DataFolder();
        await using (var node = await NodeProcess.StartAsync(folder.Path))
        {
            await DataFolder.ExecuteAsync(node.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
            node.Kill();
            Processes.Kill(node.Postmaster);
        }

        await using var next = await folder.StartAsync();

        Assert.Equal(42, await DataFolder.ScalarAsync(next.ConnectionString, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task removes_a_half_made_cluster()
    {
        await using var folder = new DataFolder();
        await (await folder.StartAsync()).DisposeAsync();
        Directory.Move(folder.Cluster, Path.Combine(folder.Server, "data.new-0badc0de"));

        await using var postgres = await folder.StartAsync();

        Assert.True(await DataFolder.AnswersAsync(postgres.ConnectionString));
        Assert.Empty(Directory.EnumerateDirectories(folder.Server, "data.new-*"));
    }

    [Fact]
    public async Task is_not_hindered_by_a_process_id_that_now_is_somebody_elses()
    {
        await using var folder = new DataFolder();
        await (await folder.StartAsync()).DisposeAsync();
        using var stranger = Process.Start(new ProcessStartInfo("/bin/sleep", ["600"]))!;
        await LeaveStaleFilesAsync(folder, stranger.Id);

        await using var postgres = await folder.StartAsync();

        Assert.True(await DataFolder.AnswersAsync(postgres.ConnectionString));
        Assert.False(stranger.HasExited);
        stranger.Kill();
        await stranger.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task never_stops_the_server_of_another_directory()
    {
        await using var other = new DataFolder();
        await using var stranger = await other.StartAsync();
        await using var folder = new DataFolder();
        await (await folder.StartAsync()).DisposeAsync();
        await LeaveStaleFilesAsync(folder, stranger.ProcessId);
        var process = stranger.ProcessId;

        await using var postgres = await folder.StartAsync();

        Assert.True(await DataFolder.AnswersAsync(postgres.ConnectionString));
        Assert.True(await DataFolder.AnswersAsync(stranger.ConnectionString));
        Assert.Equal(process, stranger.ProcessId);
    }

    [Fact]
    public async Task says_what_the_server_said_when_it_does_not_start()
    {
        await using var folder = new DataFolder();
        await (await folder.StartAsync()).DisposeAsync();
        File.Delete(Path.Combine(folder.Cluster, "global", "pg_control"));

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(folder.StartAsync);

        Assert.Contains("pg_control", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Empty(Processes.Mentioning(folder.Path));
    }

    // As a killed server leaves them: socket, its lock, and postmaster.pid.
    private static async Task LeaveStaleFilesAsync(DataFolder folder, int process)
    {
        await File.WriteAllTextAsync(folder.PostmasterFile, $"{process}\n{folder.Cluster}\n1700000000\n5432\n{folder.Server}\n\n  1 2\nready   \n");
        await File.WriteAllTextAsync(Path.Combine(folder.Server, ".s.PGSQL.5432.lock"), $"{process}\n{folder.Cluster}\n1700000000\n5432\n{folder.Server}\n");
        await File.WriteAllTextAsync(Path.Combine(folder.Server, ".s.PGSQL.5432"), "");
    }
}
