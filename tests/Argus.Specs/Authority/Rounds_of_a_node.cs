using Argus.Authority;
using Argus.Specs.Authority.Keys;

namespace Argus.Specs.Authority;

public sealed class Rounds_of_a_node : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _begun = new(0);

    [Fact]
    public async Task come_once_in_an_interval()
    {
        var rounds = Rounds.EveryAsync(Interval, _clock, _ => Begin(), _stop.Token);

        _clock.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Equal(0, _begun.CurrentCount);
        _clock.Advance(TimeSpan.FromTicks(1));
        await BegunAsync();
        _clock.Advance(Interval);
        await BegunAsync();

        Assert.False(rounds.IsCompleted);
    }

    [Fact]
    public async Task begin_at_once_where_that_is_wanted()
    {
        var rounds = Rounds.NowAndEveryAsync(Interval, _clock, _ => Begin(), _stop.Token);

        await BegunAsync();
        Assert.Equal(0, _begun.CurrentCount);
        _clock.Advance(Interval);
        await BegunAsync();

        Assert.False(rounds.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task end_with_the_node_also_in_the_middle_of_one(bool isUnderWay)
    {
        var rounds = isUnderWay
            ? Rounds.NowAndEveryAsync(Interval, _clock, cancellation => Task.Delay(Timeout.InfiniteTimeSpan, cancellation), _stop.Token)
            : Rounds.EveryAsync(Interval, _clock, _ => Begin(), _stop.Token);

        await _stop.CancelAsync();
        await rounds.InTime();

        Assert.True(rounds.IsCompletedSuccessfully);
        Assert.Equal(0, _begun.CurrentCount);
    }

    [Fact]
    public async Task end_with_what_one_of_them_throws() =>
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Rounds.NowAndEveryAsync(Interval, _clock, _ => throw new OperationCanceledException("Another's."), _stop.Token).InTime());

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _begun.Dispose();
    }

    private Task Begin()
    {
        _begun.Release();
        return Task.CompletedTask;
    }

    private async Task BegunAsync() => Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
}
