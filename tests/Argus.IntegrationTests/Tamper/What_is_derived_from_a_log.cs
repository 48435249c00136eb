using Argus.IntegrationTests.Audit;
using Argus.Log;

namespace Argus.IntegrationTests.Tamper;

/// <summary>The superuser leaves the entries alone, and changes what was made from them.</summary>
[Collection(AuditedCollection.Name)]
public class What_is_derived_from_a_log(AuditedDeployment deployment)
{
    [Fact]
    public async Task cannot_be_a_tile_that_lies()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        await scene.Superuser.ExecuteAsync("update argus.tiles set hashes = set_byte(hashes, 32 * 44, get_byte(hashes, 32 * 44) # 1) where log_id = :log and level = 0 and index = 1");
        await scene.SignAsync();

        (await scene.ExportAsync()).Fails(1, "");
        await scene.CopyOutAsync();

        Assert.Equal(Finding.Diverges("tile_differs", 256 + 44), await scene.VerifyAsync(scene.Copied));
    }

    [Fact]
    public async Task cannot_be_a_frontier_of_another_tree()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.Superuser.ExecuteAsync("update argus.logs set frontier = set_byte(frontier, 7, get_byte(frontier, 7) # 1) where log_id = :log");
        await scene.CopyOutAsync();
        await scene.StartAsync();

        Assert.Equal(Finding.Diverges("head_differs", await scene.Superuser.ReadAsync<long>("select max(size) from argus.checkpoints where log_id = :log")), await scene.VerifyAsync(scene.Copied));
        Assert.NotNull(await scene.SignAsync());
    }

    [Fact]
    public async Task cannot_be_a_checkpoint_of_another_tree()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        await scene.Superuser.SpoilSignaturesAsync();

        Assert.NotNull(await scene.SignAsync());
        (await scene.ExportAsync()).Fails(1, "signature_bad");
        await scene.CopyOutAsync();

        Assert.Equal("signature_bad", (await scene.VerifyAsync(scene.Copied)).Name);
    }

    [Fact]
    public async Task cannot_be_a_feed_that_leaves_the_last_revocation_out()
    {
        // With whatever stands behind it: a feed that ends earlier is a shorter log's, as it seems.
        const string FromRevocationOn =
            """
            log_id = :log and feed is not null and position >= (
                select max(position) from argus.events where log_id = :log and feed is not null and convert_from(entry, 'UTF8') like '%"type":"token.revoked"%')
            """;
        await using var scene = await deployment.CopyAsync();
        Assert.NotEqual(0, await scene.Superuser.ExecuteAsync($"update argus.events set feed = null where {FromRevocationOn}"));

        var refused = await Assert.ThrowsAsync<LogDivergedException>(scene.StartAsync);

        Assert.Contains($"tenant {AuditedDeployment.Tenant}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task cannot_be_a_label_that_is_gone()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        Assert.NotEqual(0, await scene.Superuser.ExecuteAsync("delete from argus.stream_labels where log_id = :log and position = (select min(position) from argus.stream_labels where log_id = :log)"));
        Assert.Null(await scene.SignAsync());

        (await scene.ExportAsync()).IsDone();

        Assert.Equal(Finding.Good, await scene.VerifyAsync(scene.Export, "--since", deployment.Later));
        var replay = await scene.ReplayAsync(scene.Export);
        Assert.Contains("projection_differs", replay.Output, StringComparison.Ordinal);
        Assert.Equal(1, replay.ExitCode);
    }
}
