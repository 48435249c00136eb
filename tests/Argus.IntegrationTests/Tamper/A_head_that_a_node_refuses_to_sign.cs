namespace Argus.IntegrationTests.Tamper;

/// <summary>The superuser changes what a running node goes by. It has signed before, remembers what, and lends its key to nothing else.</summary>
[Collection(AuditedCollection.Name)]
public class A_head_that_a_node_refuses_to_sign(AuditedDeployment deployment)
{
    private const long Old = 300;

    [Fact]
    public async Task has_a_changed_entry_where_the_tree_still_grows()
    {
        await using var scene = await RunningAsync();
        await scene.Superuser.ChangeAsync(deployment.LaterSize - 1, Superuser.With("actor", "client:somebody-else"));

        Assert.Equal("entries_differ", await scene.SignAsync());
        await scene.CopyOutAsync();
        Assert.Contains((await scene.VerifyAsync(scene.Copied)).Name, (string[])["checkpoint_inconsistent", "root_differs"]);
    }

    [Fact]
    public async Task has_a_frontier_of_another_tree()
    {
        await using var scene = await RunningAsync();
        await scene.Superuser.ExecuteAsync("update argus.logs set frontier = set_byte(frontier, 7, get_byte(frontier, 7) # 1) where log_id = :log");

        Assert.Equal("entries_differ", await scene.SignAsync());
    }

    [Fact]
    public async Task follows_a_checkpoint_that_the_log_s_key_did_not_sign()
    {
        await using var scene = await RunningAsync();
        await scene.Superuser.SpoilSignaturesAsync();

        Assert.Equal("signature_bad", await scene.SignAsync());
    }

    [Fact]
    public async Task is_of_a_history_that_was_made_anew()
    {
        await using var scene = await RunningAsync();
        await scene.Superuser.ChangeAsync(Old, Superuser.With("actor", "client:somebody-else"));
        await scene.Superuser.MakeAnewAsync();

        Assert.Equal("history_rewritten", await scene.SignAsync());
    }

    [Fact]
    public async Task is_of_a_log_that_lost_its_tail()
    {
        await using var scene = await RunningAsync();
        await scene.Superuser.ExecuteAsync($"delete from argus.events where log_id = :log and position >= {Old}");
        await scene.Superuser.MakeAnewAsync();

        Assert.Equal("log_shrunk", await scene.SignAsync());
    }

    private async Task<Scene> RunningAsync()
    {
        var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        Assert.Null(await scene.SignAsync());
        return scene;
    }
}
