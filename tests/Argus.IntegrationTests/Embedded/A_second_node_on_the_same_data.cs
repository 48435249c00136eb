namespace Argus.IntegrationTests.Embedded;

public class A_second_node_on_the_same_data
{
    [Fact]
    public async Task connects_to_the_server_of_the_first()
    {
        await using var folder = new DataFolder();
        await using var first = await NodeProcess.StartAsync(folder.Path);
        await using var second = await folder.StartAsync();

        Assert.True(first.Owned);
        Assert.False(second.Owned);
        Assert.Equal(first.Postmaster, second.ProcessId);
        Assert.True(await DataFolder.AnswersAsync(second.ConnectionString));
    }

    [Fact]
    public async Task leaves_the_first_its_server()
    {
        await using var folder = new DataFolder();
        await using var first = await folder.StartAsync();
        await using (var second = await folder.StartAsync())
            Assert.False(second.Owned);

        Assert.True(await DataFolder.AnswersAsync(first.ConnectionString));
    }

    [Fact]
    public async Task waits_for_the_first_that_is_just_starting()
    {
        await using var folder = new DataFolder();

        var both = await Task.WhenAll(folder.StartAsync(), folder.StartAsync());

        Assert.Single(both, node => node.Owned);
        Assert.Equal(both[0].ProcessId, both[1].ProcessId);
        foreach (var node in both.OrderBy(node => node.Owned))
            await node.DisposeAsync();
    }

    [Theory]
    [InlineData(".argus")]
    [InlineData("a-folder-name-that-is-long-enough-to-leave-no-room-for-the-name-of-a-socket-in-it-for-sure")]
    public async Task takes_over_on_the_same_socket_when_the_first_is_killed(string below)
    {
        await using var folder = new DataFolder(below);
        await using var first = await NodeProcess.StartAsync(folder.Path);
        await using var second = await folder.StartAsync();
        await DataFolder.ExecuteAsync(second.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
        var connectionString = second.ConnectionString;

        first.Kill();

        await Eventually.Holds("the second owns the server", TimeSpan.FromSeconds(60), () => second.Owned);
        Assert.Equal(42, await DataFolder.ScalarAsync(connectionString, "SELECT value FROM kept"));
        Assert.Equal(connectionString, second.ConnectionString);
        Assert.NotEqual(first.Postmaster, second.ProcessId);
    }
}
