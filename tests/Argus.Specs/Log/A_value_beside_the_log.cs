using Argus.Log;

namespace Argus.Specs.Log;

public class A_value_beside_the_log
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryEventLog _log;

    public A_value_beside_the_log() => _log = new InMemoryEventLog(_clock);

    [Fact]
    public async Task is_there_until_the_last_moment_and_over_at_its_end()
    {
        await WriteAsync(0, TimeSpan.FromSeconds(30));

        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.NotNull(await ReadAsync());
        Assert.Equal(0, await _log.ForgetBesideAsync(CancellationToken.None));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await ReadAsync());
        Assert.Equal(1, await _log.ForgetBesideAsync(CancellationToken.None));
    }

    [Fact]
    public async Task is_kept_from_the_commit_time_even_when_the_clock_ran_back()
    {
        await WriteAsync(0, TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(-20));
        await WriteAsync(1, TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromSeconds(20.5));
        Assert.NotNull(await ReadAsync());
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(await ReadAsync());
    }

    [Fact]
    public void costs_an_append_without_one_no_list() => Assert.Same(New(0).Beside, New(1).Beside);

    private static Append New(long version) => new("acme", new StreamAppend("s", version, [new NewEntry("t", 1, "{}"u8.ToArray(), false)]));

    private async Task WriteAsync(long version, TimeSpan keepFor) => Assert.IsType<AppendResult.Appended>(
        await _log.AppendAsync(New(version) with { Beside = [new BesideWrite("k", "v"u8.ToArray(), keepFor)] }, CancellationToken.None));

    private ValueTask<ReadOnlyMemory<byte>?> ReadAsync() => _log.ReadBesideAsync("acme", "k", CancellationToken.None);
}
