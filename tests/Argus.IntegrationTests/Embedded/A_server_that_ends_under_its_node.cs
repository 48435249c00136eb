namespace Argus.IntegrationTests.Embedded;

public class A_server_that_ends_under_its_node
{
    [Fact]
    public async Task is_started_again()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        await DataFolder.ExecuteAsync(postgres.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");

        for (var round = 0; round < 2; round++)
        {
            var killed = postgres.ProcessId;
            Processes.Kill(killed);
            await Eventually.Holds("it is another server", TimeSpan.FromSeconds(60), () => postgres.ProcessId != killed);
            Assert.Equal(42, await DataFolder.ScalarAsync(postgres.ConnectionString, "SELECT value FROM kept"));
        }
    }

    [Fact]
    public async Task is_started_again_when_only_its_supervisor_was_killed()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        var before = postgres.ProcessId;

        foreach (var (id, arguments) in Processes.Mentioning(folder.Path))
            if (arguments[0].EndsWith("/sh", StringComparison.Ordinal))
                Processes.Kill(id);

        await Eventually.Holds("it is another server", TimeSpan.FromSeconds(60), () => postgres.ProcessId != before);
        Assert.False(Processes.Lives(before));
        Assert.True(await DataFolder.AnswersAsync(postgres.ConnectionString));
    }

    [Fact]
    public async Task stays_away_while_it_is_paused_and_comes_back_on_the_same_socket()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        var connectionString = postgres.ConnectionString;

        await postgres.PauseAsync();
        Assert.False(await DataFolder.AnswersAsync(connectionString));
        Assert.Empty(Processes.Mentioning(folder.Path));

        await postgres.ResumeAsync();
        Assert.True(await DataFolder.AnswersAsync(connectionString));
    }

    [Fact]
    public async Task does_not_keep_the_node_from_stopping_when_it_hangs()
    {
        await using var folder = new DataFolder();
        var postgres = await folder.StartAsync();
        Argus.Postgres.Embedded.PosixCalls.Signal(postgres.ProcessId, 19);
        var since = TimeProvider.System.GetTimestamp();

        await postgres.DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await Eventually.Holds("nothing is left", TimeSpan.FromSeconds(60), () => Processes.Mentioning(folder.Path).Count == 0);
        await using var next = await folder.StartAsync();
        Assert.True(await DataFolder.AnswersAsync(next.ConnectionString));
    }
}
