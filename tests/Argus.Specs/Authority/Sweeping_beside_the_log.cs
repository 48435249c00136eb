using Argus.Authority.Replay;
using Argus.Authority.Views;
using Argus.Log;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority;

public sealed class Sweeping_beside_the_log : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SpecLog _log;
    private readonly Task _sweeping;

    public Sweeping_beside_the_log()
    {
        _log = new SpecLog(_clock);
        _sweeping = new BesideSweeper(_log, new InMemoryReplayCache(_clock), _clock, NullLogger<BesideSweeper>.Instance).RunAsync(_stop.Token);
    }

    [Fact]
    public async Task happens_every_ten_seconds()
    {
        _clock.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Equal(0, _log.Sweeps);
        _clock.Advance(TimeSpan.FromTicks(1));
        await Swept(1);
        _clock.Advance(Interval);
        await Swept(2);
    }

    [Fact]
    public async Task forgets_what_is_over()
    {
        var entry = new NewEntry("t", 1, "{}"u8.ToArray(), false);
        await _log.AppendAsync(
            new Append("acme", new StreamAppend("s", 0, [entry])) { Beside = [new BesideWrite("k", "v"u8.ToArray(), TimeSpan.FromSeconds(1))] }, CancellationToken.None);

        _clock.Advance(Interval);
        await Swept(1);

        Assert.Equal(0, await _log.ForgetBesideAsync(CancellationToken.None));
    }

    [Fact]
    public async Task goes_on_when_the_log_was_away_or_something_broke()
    {
        foreach (var fault in new Exception?[] { SpecLog.Gone, new InvalidOperationException("A defect."), null })
        {
            var before = _log.Sweeps;
            _log.OnForget = fault;
            _clock.Advance(Interval);
            await Swept(before + 1);
        }

        Assert.False(_sweeping.IsCompleted);
    }

    [Fact]
    public async Task ends_with_the_node()
    {
        await _stop.CancelAsync();
        await _sweeping.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(_sweeping.IsCompletedSuccessfully);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task Swept(int sweeps)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (_log.Sweeps < sweeps)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30), $"{_log.Sweeps} sweeps, not {sweeps}.");
            await Task.Yield();
        }

        Assert.Equal(sweeps, _log.Sweeps);
    }
}
