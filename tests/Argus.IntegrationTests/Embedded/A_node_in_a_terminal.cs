namespace Argus.IntegrationTests.Embedded;

public class A_node_in_a_terminal
{
    /// <summary>Ctrl-C goes to every process of the terminal's foreground; the server must outlive the node's draining.</summary>
    [Fact]
    public async Task has_its_server_in_another_session()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();

        Assert.NotEqual(Processes.Session(Environment.ProcessId), Processes.Session(postgres.ProcessId));
        Assert.All(
            Processes.Mentioning(folder.Cluster),
            process => Assert.NotEqual(Processes.Session(Environment.ProcessId), Processes.Session(process.Id)));
    }
}
