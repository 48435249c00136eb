using System.Runtime.Versioning;

namespace Argus.IntegrationTests.Embedded;

[UnsupportedOSPlatform("windows")]
public class A_private_postgres_on_an_empty_directory
{
    [Fact]
    public async Task answers_on_its_own_database()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();

        Assert.True(postgres.Owned);
        Assert.True(Processes.Lives(postgres.ProcessId));
        Assert.Equal("argus argus", await DataFolder.ScalarAsync(postgres.ConnectionString, "SELECT current_user || ' ' || current_database()"));
    }

    [Fact]
    public async Task is_set_up_to_lose_nothing()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();

        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes", "data_checksums" })
            Assert.Equal("on", await DataFolder.ScalarAsync(postgres.ConnectionString, $"SHOW {setting}"));
        Assert.Equal("minimal", await DataFolder.ScalarAsync(postgres.ConnectionString, "SHOW wal_level"));
        Assert.Equal("UTF8 C", await DataFolder.ScalarAsync(
            postgres.ConnectionString, "SELECT pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database WHERE datname = 'argus'"));
    }

    [Fact]
    public async Task can_be_reached_only_through_a_socket_in_a_private_directory()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();

        Assert.Equal("", await DataFolder.ScalarAsync(postgres.ConnectionString, "SHOW listen_addresses"));
        Assert.True(File.Exists(Path.Combine(folder.Server, ".s.PGSQL.5432")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Server));
    }

    [Fact]
    public async Task never_runs_the_server_as_root()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();

        Assert.All(
            Processes.Mentioning(folder.Cluster),
            process => Assert.True(Processes.User(process.Id) != 0, $"{string.Join(' ', process.Arguments)} runs as root"));
    }

    /// <summary>The node's environment may hold the administrator's secret and the key custody's credentials.</summary>
    [Fact]
    public async Task does_not_show_the_nodes_environment_to_the_server()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();

        Assert.Subset(new HashSet<string> { "PATH", "LC_ALL", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "SHLVL", "_" }, Processes.EnvironmentNames(postgres.ProcessId).ToHashSet());
    }

    [Fact]
    public async Task leaves_no_process_socket_or_lock_when_it_is_stopped()
    {
        await using var folder = new DataFolder();
        var postgres = await folder.StartAsync();
        Assert.NotEmpty(Processes.Mentioning(folder.Path));

        await postgres.DisposeAsync();

        Assert.Empty(Processes.Mentioning(folder.Path));
        await Eventually.Holds("no zombie is left", TimeSpan.FromSeconds(60), () => !Processes.OwnZombies().Any());
        Assert.Equal([folder.Cluster], Directory.EnumerateFileSystemEntries(folder.Server));
        Assert.False(File.Exists(folder.PostmasterFile));
    }

    [Fact]
    public async Task can_be_stopped_twice()
    {
        await using var folder = new DataFolder();
        var postgres = await folder.StartAsync();

        await postgres.StopAsync();
        await postgres.StopAsync();
        await postgres.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task leaves_nothing_running_when_its_start_is_cancelled()
    {
        await using var folder = new DataFolder();
        using var cancellation = new CancellationTokenSource();
        var starting = Argus.Postgres.Embedded.PrivatePostgres.StartAsync(
            folder.Path, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, cancellation.Token);
        await Eventually.Holds("initdb runs", TimeSpan.FromSeconds(60), () => Processes.Mentioning(folder.Server).Count > 0);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Empty(Processes.Mentioning(folder.Server));
    }
}
