using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Each step fails in turn: no token leaves the building.</summary>
public class Exchanging_a_token_when_something_fails
{
    [Fact]
    public Task at_the_append_signs_nothing() => NoTokenLeaves(exchange => exchange.Node.Log.BeforeAppend = _ => throw SpecLog.Gone, issued: 0);

    [Fact]
    public Task behind_the_append_leaves_a_record_of_a_token_that_nobody_got() => NoTokenLeaves(exchange => exchange.Node.Log.AfterAppend = _ => throw SpecLog.Gone, issued: 1);

    [Fact]
    public Task at_the_replay_cache_appends_nothing() => NoTokenLeaves(exchange => exchange.Replay.Fault = SpecLog.Gone, issued: 0);

    [Fact]
    public async Task at_reading_the_subject_token_from_the_log_appends_nothing()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await using var other = await exchange.App.BesideAsync();
        var judge = new Argus.Authority.Verification.TokenJudge(
            other.Node.Verifier, other.Node.IssuedTokens, other.Node.Confirmations, other.Node.Aggregates);
        exchange.Node.Log.OnRead = SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(() => judge.JudgeAsync(other.Node.Acme, user, SpecNode.Origin).AsTask());
    }

    [Fact]
    public async Task at_the_signature_leaves_a_record_of_a_token_that_nobody_got()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        var before = await IssuedAsync(exchange);
        exchange.Node.Custody.OnSign = () => throw new CryptographicException("The HSM is away.");

        await Assert.ThrowsAsync<KeyUnavailableException>(() => exchange.ExchangeAsync("api", user));

        Assert.Equal(before + 1, await IssuedAsync(exchange));
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, typeof(LogUnavailableException))]
    public async Task because_the_view_is_old_appends_nothing(int seconds, Type? fault)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.Node.LoseTheFeedAsync();
        exchange.Node.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var before = await IssuedAsync(exchange);

        Assert.Equal(fault, (await Record.ExceptionAsync(() => exchange.ExchangeAsync("api", user)))?.GetType());
        Assert.Equal(before + (fault is null ? 1 : 0), await IssuedAsync(exchange));
    }

    private static async Task NoTokenLeaves(Action<SpecExchange> fail, int issued)
    {
        await using var exchange = await SpecExchange.StartAsync("""{"subject_token_single_use":true}""");
        var user = await exchange.UserTokenAsync();
        var before = await IssuedAsync(exchange);
        var signed = 0;
        exchange.Node.Custody.OnSign = () => signed++;
        fail(exchange);

        await Assert.ThrowsAsync<LogUnavailableException>(() => exchange.ExchangeAsync("api", user));

        Assert.Equal((0, before + issued), (signed, await IssuedAsync(exchange)));
    }

    private static async Task<int> IssuedAsync(SpecExchange exchange) => (await exchange.Node.Log.Events()).Count(recorded => recorded.Event is TokenIssued);
}
