using System.Security.Cryptography;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Checkpoints;

public sealed class An_export_of_a_log(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-export-");
    private LogNode _log = null!;

    private string Out => Path.Combine(_directory, "out");

    public async ValueTask InitializeAsync() => _log = await LogNode.StartAsync(postgres);

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task is_whole_and_verifies_and_a_later_one_only_adds()
    {
        await GrowAsync(300);
        var first = (await ExportAsync(Out)).IsDone().Json;
        Assert.True(first.GetProperty("size").GetInt64() > 300);
        var before = Files(Out);
        await VerifiesAsync(Out);
        File.Copy(Path.Combine(Out, "checkpoint"), Path.Combine(_directory, "kept"));

        await GrowAsync(300);
        var second = (await ExportAsync(Out)).IsDone().Json;

        Assert.True(second.GetProperty("size").GetInt64() > first.GetProperty("size").GetInt64() + 300);
        await VerifiesAsync(Out, "--since", Path.Combine(_directory, "kept"));
        var after = Files(Out);
        Assert.All(before.Where(file => file.Key is not ("checkpoint" or "manifest.json")), file => Assert.Equal(file.Value, after[file.Key]));
        Assert.Contains($"checkpoints/{first.GetProperty("size").GetInt64()}", after.Keys);
        Assert.True(second.GetProperty("fetched_bundles").GetInt64() < second.GetProperty("size").GetInt64() / 256 + 1);
    }

    [Fact]
    public async Task can_be_killed_at_any_moment_and_taken_up()
    {
        await GrowAsync(1_100);
        await _log.CoveredAsync();
        for (var kill = 0; kill < 6; kill++)
        {
            var process = ArgusProcess.Start(_directory, Environment, Arguments(Out));
            var files = kill * 2;
            await Eventually.Holds("so many files", TimeSpan.FromSeconds(60), () => process.HasExited || Count(Out) >= files);
            process.Kill();
            await Processes.EndAsync(process);
        }

        (await ExportAsync(Out)).IsDone();
        await VerifiesAsync(Out);
        Assert.False(Directory.Exists(Path.Combine(Out, ".unfinished")));
    }

    [Fact]
    public async Task goes_up_to_an_earlier_checkpoint_if_it_is_told_to()
    {
        await GrowAsync(10);
        var (early, _) = await _log.CoveredAsync();
        await GrowAsync(10);
        await _log.CoveredAsync();

        Assert.Equal(early.Size, (await ExportAsync(Out, "--until", $"{early.Size}")).IsDone().Json.GetProperty("size").GetInt64());
        await VerifiesAsync(Out);
        (await ExportAsync(Out)).IsDone();
        (await ExportAsync(Out, "--until", $"{early.Size}")).Fails(1, "log_shrunk");
        (await ExportAsync(Path.Combine(_directory, "none"), "--until", "99999999")).Fails(1, "checkpoint_unknown");
        (await ExportAsync(Out, "--until", "0")).Fails(2, "--until");
    }

    [Fact]
    public async Task does_not_go_where_something_else_is()
    {
        await GrowAsync(1);
        (await ExportAsync(Out)).IsDone();
        (await RunAsync("audit", "export", "-t", "main", "--out", Out, "--json")).Fails(1, "other_origin");
        Directory.CreateDirectory(Path.Combine(_directory, "home"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "home", "letter"), "Dear", TestContext.Current.CancellationToken);
        (await ExportAsync(Path.Combine(_directory, "home"))).Fails(1, "not_an_export");
        await VerifiesAsync(Out);
    }

    [Fact]
    public async Task tells_on_a_node_whose_entries_are_not_those_that_were_signed()
    {
        await GrowAsync(300);
        await _log.CoveredAsync();
        await _log.BySuperuserAsync(
            "update argus.events set entry = overlay(entry placing '\\x41'::bytea from 20) where log_id = (select log_id from argus.logs where tenant = 'acme') and position = 77");

        (await ExportAsync(Out)).Fails(1, "entry_changed: The entry at position 77");

        Assert.False(File.Exists(Path.Combine(Out, "manifest.json")));
    }

    private Dictionary<string, string> Environment => new()
    {
        ["ARGUS_URL"] = _log.Node.Url.ToString(), ["ARGUS_CLIENT_SECRET"] = Known.Administrator.Secret,
    };

    private static string[] Arguments(string directory, params string[] more) => ["audit", "export", "-t", LogNode.Tenant, "--out", directory, "--json", .. more];

    private Task<Ended> ExportAsync(string directory, params string[] more) => RunAsync(Arguments(directory, more));

    private Task<Ended> RunAsync(params string[] arguments) => ArgusProcess.RunAsync(_directory, Environment, "", arguments);

    private async Task VerifiesAsync(string directory, params string[] more) => (await RunAsync(["audit", "verify", directory, "--json", .. more])).IsDone();

    private async Task GrowAsync(int tokens)
    {
        for (var done = 0; done < tokens; done += 20)
            await Task.WhenAll(Enumerable.Range(0, Math.Min(20, tokens - done)).Select(_ => _log.IssueAsync()));
        await _log.CoveredAsync();
    }

    private static int Count(string directory) => Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Count() : 0;

    private static Dictionary<string, string> Files(string directory) => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(directory, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
