using System.Runtime.Versioning;
using Argus.Postgres.Embedded;
using Npgsql;

namespace Argus.IntegrationTests.Embedded;

[UnsupportedOSPlatform("windows")]
public class A_difficult_data_directory
{
    [Theory]
    [InlineData("it's a \"data\" folder, $(no) more;")]
    [InlineData("-C'")]
    [InlineData("Zürich %s\\n")]
    public async Task may_have_any_name(string name)
    {
        await using var folder = new DataFolder(name);
        for (var start = 0; start < 2; start++)
        {
            await using var postgres = await folder.StartAsync();
            Assert.True(await DataFolder.AnswersAsync(postgres.ConnectionString));
        }

        Assert.Empty(Processes.Mentioning(folder.Path));
    }

    [Fact]
    public async Task may_be_deeper_than_the_name_of_a_socket_can_be()
    {
        await using var folder = new DataFolder(Path.Combine([.. Enumerable.Repeat("twenty-letters-folder", 8)]));
        await using (var first = await folder.StartAsync())
            await DataFolder.ExecuteAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");

        var second = await folder.StartAsync();
        var socket = new NpgsqlConnectionStringBuilder(second.ConnectionString).Host!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socket));
        Assert.Equal(42, await DataFolder.ScalarAsync(second.ConnectionString, "SELECT value FROM kept"));

        await second.DisposeAsync();
        Assert.False(Directory.Exists(socket));
    }

    [Fact]
    public async Task leaves_no_socket_in_the_temporary_folder_when_its_node_is_killed()
    {
        await using var folder = new DataFolder(Path.Combine([.. Enumerable.Repeat("twenty-letters-folder", 8)]));
        await using var node = await NodeProcess.StartAsync(folder.Path);
        var socket = new NpgsqlConnectionStringBuilder(node.ConnectionString).Host!;
        Assert.True(Directory.Exists(socket));

        node.Kill();

        await Eventually.Holds("the socket's directory is gone", TimeSpan.FromSeconds(60), () => !Directory.Exists(socket));
    }

    [Fact]
    public async Task leaves_no_socket_in_the_temporary_folder_for_longer_than_the_next_start_when_everything_is_killed()
    {
        await using var folder = new DataFolder(Path.Combine([.. Enumerable.Repeat("twenty-letters-folder", 8)]));
        string socket;
        await using (var node = await NodeProcess.StartAsync(folder.Path))
        {
            socket = new NpgsqlConnectionStringBuilder(node.ConnectionString).Host!;
            node.Kill();
            foreach (var (id, _) in Processes.Mentioning(folder.Path).OrderBy(process => process.Id))
                Processes.Kill(id);
        }

        await using var next = await folder.StartAsync();

        Assert.True(await DataFolder.AnswersAsync(next.ConnectionString));
        Assert.False(Directory.Exists(socket));
    }

    [Fact]
    public async Task may_be_one_that_the_servers_user_cannot_get_to()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root runs the server as another user");
        await using var folder = Unreachable();
        await using (var first = await folder.StartAsync())
            await DataFolder.ExecuteAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");

        await using var second = await folder.StartAsync();

        Assert.Equal(42, await DataFolder.ScalarAsync(second.ConnectionString, "SELECT value FROM kept"));
        Assert.StartsWith("/var/lib/argus/", new FileInfo(folder.Server).LinkTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task begins_anew_when_it_was_deleted_though_its_data_was_outside()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root runs the server as another user");
        await using var folder = Unreachable();
        await using (var first = await folder.StartAsync())
            await DataFolder.ExecuteAsync(first.ConnectionString, "CREATE TABLE old AS SELECT 42 AS value");
        Directory.Delete(folder.Path, recursive: true);

        await using var second = await folder.StartAsync();

        Assert.Equal(DBNull.Value, await DataFolder.ScalarAsync(second.ConnectionString, "SELECT to_regclass('old')::text"));
    }

    [Fact]
    public async Task is_refused_when_its_outside_data_is_lost()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root runs the server as another user");
        await using var folder = Unreachable();
        await (await folder.StartAsync()).DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(new FileInfo(folder.Server).LinkTarget!)!, recursive: true);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(folder.StartAsync);

        Assert.Contains("which is gone", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task copied_with_its_link_still_has_one_server()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root runs the server as another user");
        await using var folder = Unreachable();
        await using var first = await folder.StartAsync();
        var copy = Directory.CreateDirectory(Path.Combine(folder.Top, "copy")).FullName;
        File.CreateSymbolicLink(Path.Combine(copy, "postgres"), new FileInfo(folder.Server).LinkTarget!);

        await using var second = await PrivatePostgres.StartAsync(
            copy, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TestContext.Current.CancellationToken);

        Assert.False(second.Owned);
        Assert.True(await DataFolder.AnswersAsync(first.ConnectionString));
    }

    private static DataFolder Unreachable()
    {
        var folder = new DataFolder();
        File.SetUnixFileMode(folder.Top, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
