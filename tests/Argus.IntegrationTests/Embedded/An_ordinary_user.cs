using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.Embedded;

public class An_ordinary_user
{
    [Fact]
    public async Task runs_the_server_as_itself()
    {
        await using var folder = new DataFolder();
        if (!Environment.IsPrivilegedProcess)
        {
            await using var postgres = await folder.StartAsync();
            Assert.Equal(Processes.User(Environment.ProcessId), Processes.User(postgres.ProcessId));
            return;
        }

        // As root: a node in a process of an unprivileged user, from a copy of the programs that this user can read.
        var account = await ServerAccount.ChooseAsync(null, TestContext.Current.CancellationToken);
        var binaries = Directory.CreateDirectory(Path.Combine(folder.Top, "programs")).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(binaries, Path.GetFileName(file)));
        var home = Directory.CreateDirectory(Path.Combine(folder.Top, "home")).FullName;
        account.MakeOwnerOf(home);
        var data = Path.Combine(home, ".argus");

        await using (var node = await NodeProcess.StartAsync(data, [.. account.Become], binaries))
        {
            Assert.Equal(account.Ids!.Value.User, Processes.User(node.Id));
            Assert.Equal(account.Ids!.Value.User, Processes.User(node.Postmaster));
            await DataFolder.ExecuteAsync(node.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
            node.Kill();
        }

        await using (var node = await NodeProcess.StartAsync(data, [.. account.Become], binaries))
        {
            Assert.Equal(42, await DataFolder.ScalarAsync(node.ConnectionString, "SELECT value FROM kept"));
            Assert.Equal(0, await node.StopAsync());
        }

        Assert.Empty(Processes.Mentioning(data));
    }

    [Fact]
    public async Task can_be_succeeded_by_root_on_the_same_data()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root and somebody else");
        var users = (await File.ReadAllLinesAsync("/etc/passwd", TestContext.Current.CancellationToken)).Select(line => line.Split(':')).ToList();
        Assert.SkipUnless(users.Exists(user => user[0] == "postgres") && users.Exists(user => user[0] == "nobody"), "needs two unprivileged users");
        await using var folder = new DataFolder();
        await (await folder.StartAsync()).DisposeAsync();

        // As if it had been made on a machine that had no user postgres yet.
        var nobody = users.Find(user => user[0] == "nobody")!;
        await Programs.RunAsync(["/bin/chown", "-R", $"{nobody[2]}:{nobody[3]}", folder.Server], TestContext.Current.CancellationToken);

        await using var postgres = await folder.StartAsync();

        Assert.Equal(nobody[2], $"{Processes.User(postgres.ProcessId)}");
    }
}
