namespace Argus.IntegrationTests.Embedded;

public class A_killed_node
{
    [Fact]
    public async Task takes_its_server_with_it()
    {
        await using var folder = new DataFolder();
        await using var node = await NodeProcess.StartAsync(folder.Path);
        Assert.True(Processes.Lives(node.Postmaster));

        node.Kill();

        await Eventually.Holds("nothing of the server is left", TimeSpan.FromSeconds(60), () => Processes.Mentioning(folder.Path).Count == 0);
        Assert.False(File.Exists(folder.PostmasterFile));
    }

    [Fact]
    public async Task is_succeeded_at_once()
    {
        await using var folder = new DataFolder();
        for (var round = 0; round < 3; round++)
        {
            await using var node = await NodeProcess.StartAsync(folder.Path);
            await DataFolder.ExecuteAsync(node.ConnectionString, $"CREATE TABLE round_{round} (value integer)");
            node.Kill();

            await using var next = await folder.StartAsync();

            await Eventually.Holds("the next node owns the server", TimeSpan.FromSeconds(60), () => next.Owned);
            await DataFolder.ExecuteAsync(next.ConnectionString, $"INSERT INTO round_{round} VALUES (1)");
            await Eventually.Holds("the former server is gone", TimeSpan.FromSeconds(60), () => !Processes.Lives(node.Postmaster));
            Assert.NotEqual(node.Postmaster, next.ProcessId);
        }
    }

    [Fact]
    public async Task leaves_no_half_made_cluster_when_it_dies_in_the_middle_of_initdb()
    {
        await using var folder = new DataFolder();
        await using (var node = NodeProcess.Launch(folder.Path))
        {
            await Eventually.Holds("initdb works", TimeSpan.FromSeconds(60), () =>
                Directory.Exists(folder.Server) && Directory.EnumerateDirectories(folder.Server, "data.new-*").Any(unfinished => Directory.Exists(Path.Combine(unfinished, "base"))));
            node.Kill();
        }

        Assert.False(Directory.Exists(folder.Cluster));
        await Eventually.Holds("initdb ends with its node", TimeSpan.FromSeconds(60), () => Processes.Mentioning(folder.Server).Count == 0);

        await using var next = await folder.StartAsync();
        Assert.True(await DataFolder.AnswersAsync(next.ConnectionString));
        Assert.Equal([folder.Cluster], Directory.EnumerateDirectories(folder.Server));
    }

    [Fact]
    public async Task is_succeeded_even_when_its_server_is_an_orphan()
    {
        await using var folder = new DataFolder();
        await using (var node = await NodeProcess.StartAsync(folder.Path))
        {
            await DataFolder.ExecuteAsync(node.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
            node.Kill();
            // Nobody is left who would stop the server.
            foreach (var (id, arguments) in Processes.Mentioning(folder.Path))
                if (arguments[0].EndsWith("/sh", StringComparison.Ordinal))
                    Processes.Kill(id);
        }

        await using var next = await folder.StartAsync();

        Assert.True(next.Owned);
        Assert.Equal(42, await DataFolder.ScalarAsync(next.ConnectionString, "SELECT value FROM kept"));
    }
}
