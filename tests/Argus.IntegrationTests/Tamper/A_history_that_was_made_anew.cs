using Argus.IntegrationTests.Audit;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Tamper;

/// <summary>
/// The operator changes entries, makes the tree anew and lets a node with the log's own key sign it: in itself the export is right. What the auditor kept tells.
/// </summary>
[Collection(AuditedCollection.Name)]
public class A_history_that_was_made_anew(AuditedDeployment deployment)
{
    private const long Old = 300;

    [Fact]
    public async Task verifies_in_itself_and_not_with_the_checkpoint_that_was_kept()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.Superuser.ChangeAsync(Old, Superuser.With("actor", "client:somebody-else"));
        await SignAnewAsync(scene);

        Assert.Equal(Finding.Good, await scene.VerifyAsync(scene.Export));
        Assert.Equal(Finding.Diverges("history_rewritten", deployment.EarlierSize), await scene.VerifyAsync(scene.Export, "--since", deployment.Earlier));
        Assert.Equal(Finding.Diverges("history_rewritten", deployment.LaterSize), await scene.VerifyAsync(scene.Export, "--since", deployment.Later));
    }

    [Fact]
    public async Task that_lost_its_tail_is_shorter_than_what_was_signed()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.Superuser.ExecuteAsync($"delete from argus.events where log_id = :log and position >= {Old}");
        await SignAnewAsync(scene);

        Assert.Equal(Finding.Good, await scene.VerifyAsync(scene.Export));
        Assert.Equal(Finding.Diverges("log_shrunk", Checkpoints.SizeOf(Path.Combine(scene.Export, "checkpoint"))), await scene.VerifyAsync(scene.Export, "--since", deployment.Later));
    }

    [Fact]
    public async Task whose_entries_are_wrapped_under_another_tenant_says_so_itself()
    {
        await using var scene = await deployment.CopyAsync();
        for (var position = Old; position < Old + 5; position++)
            await scene.Superuser.ChangeAsync(position, Superuser.With("tenant", "beta"));
        await SignAnewAsync(scene);

        Assert.Equal(Finding.Diverges("other_tenant", Old), await scene.VerifyAsync(scene.Export));
    }

    [Fact]
    public async Task in_which_time_runs_back_says_so_itself()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.Superuser.ChangeAsync(Old, Superuser.With("time", "2020-01-01T00:00:00.000000Z"));
        await SignAnewAsync(scene);

        Assert.Equal(Finding.Diverges("time_runs_back", Old), await scene.VerifyAsync(scene.Export));
    }

    [Fact]
    public async Task after_a_backup_is_shorter_and_then_another()
    {
        await using var scene = await deployment.CopyAsync(backup: true);
        await scene.StartAsync();
        Assert.Null(await scene.SignAsync());
        (await scene.ExportAsync()).IsDone();

        Assert.Equal(Finding.Good, await scene.VerifyAsync(scene.Export, "--since", deployment.Earlier));
        Assert.Equal(Finding.Diverges("log_shrunk", Checkpoints.SizeOf(Path.Combine(scene.Export, "checkpoint"))), await scene.VerifyAsync(scene.Export, "--since", deployment.Later));

        while (await scene.Superuser.ReadAsync<long>("select size from argus.logs where log_id = :log") < deployment.LaterSize)
            _ = (await scene.Node.TokenAsync($"/t/{AuditedDeployment.Tenant}", Known.Billing)).AccessToken;
        Assert.Null(await scene.SignAsync());
        (await scene.ExportAsync()).IsDone();

        Assert.Equal(Finding.Diverges("history_rewritten", deployment.LaterSize), await scene.VerifyAsync(scene.Export, "--since", deployment.Later));
    }

    [Fact]
    public async Task is_refused_by_the_directory_of_an_earlier_export()
    {
        await using var scene = await deployment.CopyAsync();
        await scene.StartAsync();
        (await scene.ExportAsync()).IsDone();
        await scene.StopAsync();
        await scene.Superuser.ChangeAsync(Old, Superuser.With("actor", "client:somebody-else"));
        await scene.Superuser.MakeAnewAsync();
        await scene.StartAsync();
        Assert.Null(await scene.SignAsync());

        var export = await scene.ExportAsync();

        Assert.Equal(1, export.ExitCode);
        Assert.Equal(Finding.Good, await scene.VerifyAsync(scene.Export, "--since", deployment.Later));
    }

    private static async Task SignAnewAsync(Scene scene)
    {
        await scene.Superuser.MakeAnewAsync();
        await scene.StartAsync();
        Assert.Null(await scene.SignAsync());
        (await scene.ExportAsync()).IsDone();
    }
}
