using System.Text.Json;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Audit;

[Collection(ReplayedCollection.Name)]
public sealed class A_log_that_is_folded_again(ReplayedNode replayed)
{
    private static readonly string[] Projections =
        ["clients", "keys", "labels", "log_keys", "logouts", "peers", "providers", "resources", "revocations", "spiffe", "tenant", "users"];

    [Fact]
    public async Task shows_nothing_impossible_and_every_projection_as_the_node_has_it()
    {
        var export = await replayed.ExportAsync();

        var report = (await replayed.RunAsync("audit", "replay", export, "--live", "--json")).IsDone().Json;

        Assert.True(report.GetProperty("verified").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("divergence").ValueKind);
        var compared = report.GetProperty("projections").EnumerateArray().ToArray();
        Assert.Equal(Projections, compared.Select(item => item.GetProperty("name").GetString()).Distinct());
        Assert.Equal(2 * Projections.Length, compared.Length);
        Assert.All(compared, item => Assert.Equal("same", item.GetProperty("result").GetString()));
        Assert.True(report.GetProperty("tokens").GetInt64() >= 24);
        await Replays.AgreeAsync(await replayed.RunAsync("audit", "replay", export, "--json"), export);
        Assert.Contains("Nothing impossible was found.", (await replayed.RunAsync("audit", "replay", export)).IsDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_the_same_on_every_node()
    {
        await Eventually.Holds("the other node has seen as much", TimeSpan.FromSeconds(60), async () =>
            (await new AdminApi(replayed.Beside).GetAsync($"/tenants/{ReplayedNode.Tenant}/projections")).Text
            == (await replayed.Admin.GetAsync($"/tenants/{ReplayedNode.Tenant}/projections")).Text);
    }

    [Fact]
    public async Task tells_of_labels_that_somebody_moved()
    {
        var label = $"log_id = (select log_id from argus.logs where tenant = '{ReplayedNode.Tenant}')";
        Assert.Equal(1, await replayed.ExecuteAsync(
            $"update argus.stream_labels set stream = stream || 'x' where ctid = (select ctid from argus.stream_labels where {label} order by position limit 1)"));
        try
        {
            var export = await replayed.ExportAsync();
            var ended = await Replays.AgreeAsync(await replayed.RunAsync("audit", "replay", export, "--json"), export);

            Assert.Equal((1, "projection_differs"), (ended.ExitCode, ended.Json.GetProperty("divergence").GetProperty("name").GetString()));
            var differing = Assert.Single(ended.Json.GetProperty("projections").EnumerateArray(), item => item.GetProperty("result").GetString() == "differs");
            Assert.Equal("labels", differing.GetProperty("name").GetString());
            Assert.NotEqual(differing.GetProperty("expected").GetString(), differing.GetProperty("found").GetString());
        }
        finally
        {
            await replayed.ExecuteAsync($"update argus.stream_labels set stream = left(stream, -1) where {label} and stream like '%x' and right(stream, 1) = 'x'");
        }
    }

    [Fact]
    public async Task that_is_damaged_ends_in_one_clear_answer()
    {
        var export = await replayed.ExportAsync();
        var bundle = Directory.EnumerateFiles(Path.Combine(export, "tile/entries"), "*", SearchOption.AllDirectories).First();
        var stopping = TestContext.Current.CancellationToken;
        await File.WriteAllBytesAsync(bundle, (await File.ReadAllBytesAsync(bundle, stopping))[..1_000], stopping);

        var ended = await replayed.RunAsync("audit", "replay", export, "--json");
        Assert.Equal((1, "truncated"), (ended.ExitCode, ended.Json.GetProperty("divergence").GetProperty("name").GetString()));
        Assert.Equal(Finding.Of(ended), Finding.Of(await IndependentVerifier.RunAsync("replay", export)));

        File.Delete(Path.Combine(export, "manifest.json"));
        (await replayed.RunAsync("audit", "replay", export)).Fails(1, "not_an_export");
        (await replayed.RunAsync("audit", "replay", Path.Combine(export, "nowhere"))).Fails(3, "no directory");
        Assert.Equal(2, (await replayed.RunAsync("audit", "replay")).ExitCode);
    }

    [Fact]
    public async Task is_for_auditors_and_of_tenants_that_are_there()
    {
        (await replayed.Admin.GetAsync("/tenants/nobody/projections")).IsProblem(404, "tenant_unknown");
        (await replayed.Node.GetAsync($"{AdminApi.Root}/tenants/{ReplayedNode.Tenant}/projections")).IsProblem(401, "unauthorized");
        var auditor = AdminApi.Bearer(await replayed.Admin.TokenAsync("argus.audit"));
        Assert.Equal(200, (await replayed.Node.GetAsync($"{AdminApi.Root}/tenants/{ReplayedNode.Tenant}/projections", auditor)).Status);
    }
}
