using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Checkpoints;

public sealed class A_log_on_two_nodes(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Uri PublicUrl = new("http://localhost:5080");

    private readonly string _directory = ScratchDirectory.Create("argus-two-logs-");
    private TestWitness _witness = null!;
    private LogNode _first = null!;
    private LogNode _second = null!;

    public async ValueTask InitializeAsync()
    {
        _witness = await TestWitness.StartAsync();
        _first = await LogNode.StartAsync(postgres, Shared, more: _witness.Settings);
        _second = await LogNode.StartAsync(postgres, Shared, _first.Database, more: _witness.Settings);
        _witness.Logs = () => _first.KeysAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        await _witness.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task has_one_line_of_checkpoints_whoever_signs_them_and_the_witness_agrees_to_all()
    {
        for (var i = 0; i < 4; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 2 == 0 ? _first : _second).IssueAsync()));
            await _first.CoveredAsync();
        }

        var (latest, _) = await _second.CoveredAsync();
        var items = (await _first.GetAsync("checkpoints?limit=1000")).Json.GetProperty("items").EnumerateArray().ToArray();
        foreach (var item in items)
            Assert.Equal(item.GetProperty("size").GetInt64(), (await _second.ReadAsync(item.GetProperty("note").GetString()!)).Checkpoint.Size);
        await Eventually.Holds("cosigned", TimeSpan.FromSeconds(60), () => _witness.SeenOf(latest.Origin) >= latest.Size);
        foreach (var node in new[] { _first, _second })
        {
            Assert.DoesNotContain(node.Node.Log.Lines, line => line.Contains("NOT signed", StringComparison.Ordinal));
            Assert.DoesNotContain(node.Node.Log.Lines, line => line.Contains("saw before", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task has_one_key_that_signs_when_both_rotate_it()
    {
        await _first.IssueAsync();
        var replies = await Task.WhenAll(_first.Admin.PostAsync("/tenants/acme/log/keys/rotate"), _second.Admin.PostAsync("/tenants/acme/log/keys/rotate"));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        await _first.IssueAsync();
        await _second.IssueAsync();
        await _first.CoveredAsync();
        var keys = await _second.KeysAsync();
        Assert.Single(keys.Keys, key => key.RetiredPosition is null);
        Assert.Equal(3, keys.Keys.Count);
    }

    [Fact]
    public async Task is_covered_by_the_other_when_one_is_lost()
    {
        await _first.IssueAsync();
        await _second.Node.Service<Argus.Authority.Checkpoints.CheckpointRounds>().NowAsync(Domain(), TimeSpan.FromSeconds(30));
        await _second.CoveredAsync();

        static Argus.Domain.Kernel.TenantId Domain() => Argus.Domain.Kernel.TenantId.TryParse(LogNode.Tenant, out var tenant) ? tenant : default;
    }

    private NodeSettings Shared(NodeSettings settings) => settings with { Directory = _directory, PublicUrl = PublicUrl };
}
