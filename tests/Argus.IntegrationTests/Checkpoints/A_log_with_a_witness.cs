using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Checkpoints;

public sealed class A_log_with_a_witness(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestWitness _witness = null!;
    private LogNode _log = null!;

    public async ValueTask InitializeAsync()
    {
        _witness = await TestWitness.StartAsync();
        _log = await LogNode.StartAsync(postgres, more: _witness.Settings);
        _witness.Logs = () => _log.KeysAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _witness.DisposeAsync();
    }

    [Fact]
    public async Task is_cosigned_as_it_grows()
    {
        for (var i = 0; i < 3; i++)
        {
            await _log.IssueAsync();
            await CosignedAsync();
        }
    }

    [Fact]
    public async Task is_signed_on_while_the_witness_is_away_and_cosigned_when_it_is_back()
    {
        _witness.IsAway = true;
        await _log.IssueAsync();
        await _log.CoveredAsync();
        await Eventually.Holds("asked", Patience, () => _witness.Asked > 0);
        await _log.IssueAsync();
        var (_, note) = await _log.CoveredAsync();
        Assert.DoesNotContain(note.Signatures, _witness.Key.IsNamedBy);

        _witness.IsAway = false;

        await CosignedAsync();
    }

    [Fact]
    public async Task keeps_no_cosignature_that_is_not_good()
    {
        _witness.Lies = true;
        await _log.IssueAsync();
        await _log.CoveredAsync();
        await Eventually.Holds("told", Patience, () => _log.Node.Log.Lines.Any(line => line.Contains("cosignature_bad", StringComparison.Ordinal)));
        Assert.DoesNotContain((await _log.CoveredAsync()).Note.Signatures, _witness.Key.IsNamedBy);

        _witness.Lies = false;
        await _log.IssueAsync();

        await CosignedAsync();
    }

    [Fact]
    public async Task is_disputed_by_a_witness_that_has_seen_another_of_its_name()
    {
        await CosignedAsync();
        var origin = (await _log.KeysAsync()).Origin;
        _witness.Remember(origin, _witness.SeenOf(origin), new byte[32]);
        await _log.IssueAsync();

        await Eventually.Holds("told", Patience, () => _log.Node.Log.Lines.Any(line => line.Contains("is not the one that it saw before", StringComparison.Ordinal)));
        Assert.NotEmpty(await _log.IssueAsync());
    }

    private async Task CosignedAsync() => await Eventually.Holds("cosigned", Patience, async () =>
    {
        var (checkpoint, note) = await _log.CoveredAsync();
        return checkpoint.Size == _witness.SeenOf(checkpoint.Origin) && note.Signatures.Any(signature => _witness.Key.Verify(note.Text, signature));
    });
}
