using Argus.IntegrationTests.Audit;

namespace Argus.IntegrationTests.Tamper;

/// <summary>The database's superuser changes rows under a running node. What is copied out of the tables afterwards does not verify, and the right thing is named.</summary>
[Collection(AuditedCollection.Name)]
public class A_log_that_was_tampered_with(AuditedDeployment deployment)
{
    /// <summary>In a tile that is full and was signed long ago.</summary>
    private const long Old = 300;

    public static TheoryData<string, string> Changes => new()
    {
        { "a byte is flipped", "entry_changed" },
        { "a time is changed", "entry_changed" },
        { "two are swapped", "entries_reordered" },
        { "the middle is dropped", "entry_missing" },
        { "one is inserted", "entry_inserted" },
        { "one is wrapped again under another tenant", "entry_changed" },
        { "the tail is dropped", "entry_missing" },
    };

    [Fact]
    public async Task passes_as_long_as_nothing_was_altered()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        Assert.Null(await scene.SignAsync());

        (await scene.ExportAsync()).IsDone();
        await scene.CopyOutAsync();

        foreach (var export in (string[])[scene.Export, scene.Copied])
        {
            Assert.Equal(Finding.Good, await scene.VerifyAsync(export));
            Assert.Equal(Finding.Good, await scene.VerifyAsync(export, "--since", deployment.Earlier));
            Assert.Equal(Finding.Good, await scene.VerifyAsync(export, "--since", deployment.Later));
        }

        Assert.Equal(Finding.Good, Finding.Of(await scene.ReplayAsync(scene.Export)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task is_found_when(string change, string name)
    {
        await using var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        await ChangeAsync(scene.Superuser, change);

        Assert.NotEqual(0, (await scene.ExportAsync()).ExitCode);
        Assert.False(File.Exists(Path.Combine(scene.Export, "manifest.json")));
        await scene.CopyOutAsync();

        Assert.Equal(Finding.Diverges(name, Old), await scene.VerifyAsync(scene.Copied));
        Assert.Equal(Finding.Diverges(name, Old), await scene.VerifyAsync(scene.Copied, "--since", deployment.Earlier));
    }

    private static Task ChangeAsync(Superuser superuser, string change) => change switch
    {
        "a byte is flipped" => superuser.ChangeAsync(Old, Superuser.FlipAByte),
        "a time is changed" => superuser.ChangeAsync(Old, Superuser.With("time", "2026-01-01T00:00:00.000000Z")),
        "one is wrapped again under another tenant" => superuser.ChangeAsync(Old, Superuser.With("tenant", "beta")),
        "two are swapped" => superuser.ExecuteAsync(
            $"""
            update argus.events a set entry = b.entry from argus.events b
            where a.log_id = :log and b.log_id = :log and (a.position, b.position) in (({Old}, {Old + 1}), ({Old + 1}, {Old}))
            """),
        "the middle is dropped" => superuser.ExecuteAsync($"delete from argus.events where log_id = :log and position between {Old} and {Old + 9}"),
        "the tail is dropped" => superuser.ExecuteAsync($"delete from argus.events where log_id = :log and position >= {Old}"),
        "one is inserted" => InsertAsync(superuser),
        _ => throw new ArgumentException(change),
    };

    /// <summary>All that follows moves up.</summary>
    private static async Task InsertAsync(Superuser superuser)
    {
        await superuser.ExecuteAsync($"update argus.events set position = -position - 1 where log_id = :log and position >= {Old}");
        await superuser.ExecuteAsync("update argus.events set position = -position where log_id = :log and position < 0");
        await superuser.ExecuteAsync("update argus.logs set size = size + 1 where log_id = :log");
        var entry = Superuser.With("actor", "client:nobody")(await superuser.ReadAsync<byte[]>($"select entry from argus.events where log_id = :log and position = {Old + 1}"));
        await superuser.ExecuteAsync($"insert into argus.events (log_id, position, stream_version, stream, entry) select log_id, {Old}, 99, stream, $1 from argus.events where log_id = :log and position = {Old + 1}", entry);
    }
}
