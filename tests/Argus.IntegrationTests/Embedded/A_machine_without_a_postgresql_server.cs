using Argus.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.IntegrationTests.Embedded;

public class A_machine_without_a_postgresql_server
{
    [Fact]
    public async Task is_told_in_one_line_what_to_install()
    {
        await using var folder = new DataFolder();

        var refusal = await Refusal(folder, Path.Combine(folder.Top, "nothing"));

        Assert.DoesNotContain('\n', refusal.Message);
        foreach (var package in new[] { "apt install postgresql", "dnf install postgresql-server", "apk add postgresql", "brew install postgresql" })
            Assert.Contains(package, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task with_only_one_of_the_two_programs_has_none()
    {
        await using var folder = new DataFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Top, "initdb"), "", TestContext.Current.CancellationToken);

        var refusal = await Refusal(folder, folder.Top);

        Assert.Contains("No PostgreSQL server", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_the_version_that_made_the_data_is_told_which_version_it_needs()
    {
        await using var folder = new DataFolder();
        Directory.CreateDirectory(folder.Cluster);
        await File.WriteAllTextAsync(Path.Combine(folder.Cluster, "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(folder.StartAsync);

        Assert.Contains("install PostgreSQL 9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task linked_into_a_folder_of_the_path_is_found_where_it_really_is()
    {
        await using var folder = new DataFolder();
        var real = (await ServerBinaries.FindAsync(ServerBinaries.UsualFolders(), null, TestContext.Current.CancellationToken)).Folder;
        File.CreateSymbolicLink(Path.Combine(folder.Top, "postgres"), Path.Combine(real, "postgres"));

        var found = await ServerBinaries.FindAsync([folder.Top], null, TestContext.Current.CancellationToken);

        Assert.Equal(real, found.Folder);
    }

    private static Task<PrivatePostgresException> Refusal(DataFolder folder, string searched) =>
        Assert.ThrowsAsync<PrivatePostgresException>(() =>
            PrivatePostgres.StartAsync(new PrivatePostgresOptions(folder.Path) { BinaryFolders = [searched] }, NullLogger.Instance));
}
