using Argus.Authority.Grains;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Log;

namespace Argus.Specs.Authority;

/// <summary>Decides on what the stream holds, and again on what it holds by then.</summary>
public class An_aggregate_host
{
    private const int MostTries = 8;
    private static readonly Origin Origin = new("spec", "c");
    private static readonly TenantCreated Created = new("Acme", HostNames.None, new TenantPolicy(), Domain.Samples.Acme);

    private readonly SpecLog _log = new(new ManualClock());
    private readonly SpecKeys _keys = new(new(), new ManualClock());
    private readonly List<string> _seen = [];

    private AggregateHost<TenantState, ITenantEvent> Host => new(_log, _keys.Writer, new(TenantState.Initial, TenantState.Evolve));

    [Fact]
    public async Task appends_what_was_decided_at_the_version_it_was_decided_on()
    {
        await _log.PutAsync("acme", "tenant", 0, Created);

        var outcome = await Rename("New");

        Assert.Equal((null, 1L), (outcome.Refusal, outcome.Appended!.FirstPosition));
        Assert.Equal([Created, new TenantRenamed("New")], (await _log.Events()).Select(recorded => recorded.Event));
        Assert.Equal(["Acme"], _seen);
    }

    [Fact]
    public async Task decides_again_on_what_somebody_faster_left()
    {
        await _log.PutAsync("acme", "tenant", 0, Created);
        var rivals = 3;
        _log.BeforeAppend = _ => rivals-- > 0 ? _log.PutAsync("acme", "tenant", 3 - rivals, new TenantRenamed($"Rival {3 - rivals}")) : Task.CompletedTask;

        var outcome = await Rename("New");

        Assert.Equal(["Acme", "Rival 1", "Rival 2", "Rival 3"], _seen);
        Assert.Equal(4, outcome.Appended!.FirstPosition);
        Assert.Equal("New", ((TenantRenamed)(await _log.Events())[^1].Event).DisplayName);
    }

    [Fact]
    public async Task appends_nothing_when_somebody_faster_did_it_already()
    {
        await _log.PutAsync("acme", "tenant", 0, Created);
        _log.BeforeAppend = _ => _log.PutAsync("acme", "tenant", 1, new TenantRenamed("New"));

        var outcome = await Rename("New");

        Assert.Equal((null, null), (outcome.Refusal, outcome.Appended));
        Assert.Equal(2, (await _log.Events()).Count);
    }

    [Fact]
    public async Task gives_up_after_a_bounded_number_of_tries()
    {
        await _log.PutAsync("acme", "tenant", 0, Created);
        var version = 1;
        _log.BeforeAppend = _ => _log.PutAsync("acme", "tenant", version++, new TenantRenamed($"Rival {version}"));

        await Assert.ThrowsAsync<LogUnavailableException>(() => Rename("New"));

        Assert.Equal(MostTries, _seen.Count);
        Assert.Equal(1 + MostTries, (await _log.Events()).Count);
    }

    [Fact]
    public async Task appends_nothing_for_a_refusal()
    {
        var outcome = await Host.ExecuteAsync(Domain.Samples.Acme, "tenant", TenantDecider.Disable, Origin, TestContext.Current.CancellationToken);

        Assert.Equal("tenant_unknown", outcome.Refusal?.Code);
        Assert.Null(outcome.Appended);
        Assert.Empty(_log.Tried);
    }

    [Fact]
    public async Task does_not_read_a_stream_that_must_be_new()
    {
        _log.OnRead = SpecLog.Gone;

        var outcome = await Host.ExecuteOnNewAsync(Domain.Samples.Acme, "tenant", _ => new ITenantEvent[] { Created }, Origin, TestContext.Current.CancellationToken);

        Assert.Equal(0, outcome.Appended!.FirstPosition);
    }

    [Fact]
    public async Task reads_a_stream_that_was_to_be_new_and_is_not()
    {
        await _log.PutAsync("acme", "tenant", 0, Created);

        var outcome = await Host.ExecuteOnNewAsync(
            Domain.Samples.Acme, "tenant", state => TenantDecider.Describe(state, Domain.Samples.Acme, "New", HostNames.None, new TenantPolicy()), Origin,
            TestContext.Current.CancellationToken);

        Assert.Equal(1, outcome.Appended!.FirstPosition);
        Assert.Equal(new TenantRenamed("New"), (await _log.Events())[^1].Event);
    }

    [Fact]
    public async Task does_not_decide_on_a_stream_with_a_foreign_event()
    {
        await _log.PutAsync("acme", "tenant", 0, Created, new Argus.Domain.Clients.ClientDisabled());

        var fault = await Assert.ThrowsAsync<UnreadableEventException>(() => Rename("New"));

        Assert.Contains("position 1", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task tells_of_a_log_that_is_away_and_does_not_try_again()
    {
        await _log.PutAsync("acme", "tenant", 0, Created);
        _log.AfterAppend = _ => throw SpecLog.Gone;

        Assert.Same(SpecLog.Gone, await Assert.ThrowsAsync<LogUnavailableException>(() => Rename("New")));
        Assert.Single(_log.Tried);

        _log.OnRead = SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => Rename("Newer"));
        Assert.Single(_log.Tried);
    }

    private async Task<AggregateHost<TenantState, ITenantEvent>.Outcome> Rename(string name) => await Host.ExecuteAsync(
        Domain.Samples.Acme,
        "tenant",
        state =>
        {
            _seen.Add(state.DisplayName);
            return TenantDecider.Describe(state, Domain.Samples.Acme, name, HostNames.None, new TenantPolicy());
        },
        Origin,
        TestContext.Current.CancellationToken);
}
