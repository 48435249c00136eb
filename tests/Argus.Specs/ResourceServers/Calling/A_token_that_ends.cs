using Argus.ResourceServer.Calling.Cache;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class A_token_that_ends
{
    [Fact]
    public async Task is_not_fetched_anew_more_than_45_s_before()
    {
        await using var service = new CallingService();
        await service.CallAsync();

        service.Clock.Advance(TimeSpan.FromSeconds(300 - 46));
        await service.CallAsync();

        Assert.Single(service.Issuer.Requests);
    }

    [Fact]
    public async Task is_fetched_anew_30_s_before_while_the_old_one_is_sent()
    {
        await using var service = new CallingService();
        await service.CallAsync();
        var held = new TaskCompletionSource();
        service.Issuer.Held = held.Task;

        service.Clock.Advance(TimeSpan.FromSeconds(300 - 30));
        for (var call = 0; call < 20; call++)
            await service.CallAsync();

        Assert.All(service.Api.Tokens, token => Assert.Equal("secret-token-1", token));
        held.SetResult();
        await service.CallUntilAsync(() => service.Api.Tokens.Last() == "secret-token-2");
        Assert.Equal(2, service.Issuer.Requests.Count);
    }

    [Fact]
    public async Task is_not_sent_from_the_second_of_its_end()
    {
        await using var service = new CallingService();
        await service.CallAsync();

        service.Clock.Advance(TimeSpan.FromSeconds(300));
        await service.CallAsync();

        Assert.Equal(["secret-token-1", "secret-token-2"], service.Api.Tokens);
    }

    [Fact]
    public async Task ends_by_the_time_of_the_question_not_of_the_answer()
    {
        await using var service = new CallingService(options => options.Timeout = TimeSpan.FromSeconds(60));
        service.Issuer.Lifetime = 20;
        service.Issuer.Answer = _ =>
        {
            service.Clock.Advance(TimeSpan.FromSeconds(15));
            return null;
        };
        await service.CallAsync();

        service.Issuer.Answer = null;
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        await service.CallAsync();

        Assert.Equal(["secret-token-1", "secret-token-2"], service.Api.Tokens);
    }

    [Theory]
    [InlineData(-3600, 300)]
    [InlineData(3600, 0)]
    [InlineData(300, 0)]
    public async Task ends_by_the_clock_that_is_further(int wall, int monotonic)
    {
        var clock = new TwoClocks();
        await using var service = new CallingService(clock: clock);
        await service.CallAsync();

        clock.Wall += TimeSpan.FromSeconds(wall);
        clock.Monotonic += TimeSpan.FromSeconds(monotonic);
        await service.CallAsync();

        Assert.Equal(["secret-token-1", "secret-token-2"], service.Api.Tokens);
    }

    [Fact]
    public async Task goes_on_where_only_the_wall_clock_was_set_back()
    {
        var clock = new TwoClocks();
        await using var service = new CallingService(clock: clock);
        await service.CallAsync();

        clock.Wall -= TimeSpan.FromHours(1);
        clock.Monotonic += TimeSpan.FromSeconds(200);
        await service.CallAsync();

        Assert.Single(service.Issuer.Requests);
    }

    [Fact]
    public void draws_its_margin_from_30_to_45_s()
    {
        var margins = Enumerable.Range(0, 10_000).Select(_ => Token(300).Margin.TotalSeconds).ToArray();

        Assert.All(margins, margin => Assert.InRange(margin, 30, 45));
        Assert.InRange(margins.Average(), 37, 38);
        Assert.True(margins.Distinct().Count() > 5_000);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(20, 10)]
    [InlineData(60, 30)]
    public void has_a_margin_of_half_its_lifetime_at_most(int lifetime, double margin) => Assert.Equal(margin, Token(lifetime).Margin.TotalSeconds);

    private static CachedToken Token(int lifetime)
    {
        var clock = new ManualClock();
        return new CachedToken("t", ClockMark.Now(clock), TimeSpan.FromSeconds(lifetime), clock);
    }

    /// <summary>A wall clock that somebody sets, and a monotonic one.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Monotonic { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Monotonic.Ticks;
    }
}
