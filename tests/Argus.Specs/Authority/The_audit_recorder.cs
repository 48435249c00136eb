using Argus.Authority.Verification;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Log;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority;

/// <summary>What is too frequent for an event each is counted, and written together; never twice, and never not at all.</summary>
public class The_audit_recorder
{
    private const int Largest = 40_000;
    private static readonly TenantPolicy Batched = new();
    private static readonly TenantPolicy Durable = new() { VerificationAudit = "durable" };
    private static readonly ClientId Api = TextId.Parse<ClientId>("api");

    private readonly ManualClock _clock = new();
    private readonly SpecLog _log;
    private readonly AuditRecorder _recorder;

    public The_audit_recorder()
    {
        _log = new SpecLog(_clock);
        _recorder = new AuditRecorder(_log, new SpecKeys(new(), _clock).Audit, _clock, NullLogger<AuditRecorder>.Instance);
    }

    [Fact]
    public async Task writes_one_event_for_a_tenant_and_a_flush()
    {
        await Verified("active", "t1", "t2", "t1", "t1");
        await Verified("revoked", "t1");
        await _recorder.VerifiedAsync(Domain.Samples.Acme, Batched, Domain.Samples.Orders, "active", "t3");
        Assert.Empty(await _log.Events());

        await _recorder.FlushAsync();

        var recorded = Assert.Single(await _log.Events());
        Assert.Equal("node:audit", recorded.Actor);
        Assert.StartsWith("verification:", recorded.Stream, StringComparison.Ordinal);
        Assert.Equal(
            ["api active t1=3 t2=1", "api revoked t1=1", "orders active t3=1"],
            ((VerificationsRecorded)recorded.Event).Verifications.Select(Line));
    }

    [Fact]
    public async Task writes_nothing_when_nothing_happened()
    {
        await Verified("active", "t1");
        await _recorder.FlushAsync();
        await _recorder.FlushAsync();

        Assert.Single(await _log.Events());
    }

    [Fact]
    public async Task keeps_tenants_apart()
    {
        await Verified("active", "t1");
        await _recorder.VerifiedAsync(TextId.Parse<TenantId>("other"), Batched, Api, "active", "t2");

        await _recorder.FlushAsync();

        Assert.Equal("api active t1=1", Line(((VerificationsRecorded)Assert.Single(await _log.Events()).Event).Verifications.Single()));
        Assert.Equal("api active t2=1", Line(((VerificationsRecorded)Assert.Single(await _log.Events("other")).Event).Verifications.Single()));
    }

    [Theory]
    [InlineData(1, 5_000)] // One caller, many tokens.
    [InlineData(5_000, 1)] // Many callers with the longest names, a token each.
    [InlineData(70, 70)]
    public async Task splits_what_would_not_fit_and_loses_nothing(int callers, int tokens)
    {
        for (var caller = 0; caller < callers; caller++)
        {
            for (var token = 0; token < tokens; token++)
            {
                var name = TextId.Parse<ClientId>($"{caller:d6}".PadRight(128, '~'));
                await _recorder.VerifiedAsync(Domain.Samples.Acme, Batched, name, "refused:UnsupportedAlgorithm", $"sha-256:{token:d43}");
            }
        }

        await _recorder.FlushAsync();

        var entries = new List<LogEntry>();
        await foreach (var entry in _log.ReadAsync("acme", 0, TestContext.Current.CancellationToken))
            entries.Add(entry);
        Assert.InRange(entries.Count, 2, int.MaxValue);
        Assert.All(entries, entry => Assert.InRange(entry.Bytes.Length, 1, Largest));
        Assert.Equal(callers * tokens, (await _log.Events()).SelectMany(recorded => ((VerificationsRecorded)recorded.Event).Verifications).Sum(each => each.Tokens.Values.Sum()));
    }

    [Fact]
    public async Task keeps_what_a_log_that_was_away_did_not_take()
    {
        _log.BeforeAppend = _ => throw SpecLog.Gone;
        await Verified("active", "t1");
        await Assert.ThrowsAsync<LogUnavailableException>(() => _recorder.FlushAsync());
        await Verified("active", "t2");
        await Assert.ThrowsAsync<LogUnavailableException>(() => _recorder.FlushAsync());

        _log.BeforeAppend = null;
        await _recorder.FlushAsync();

        Assert.Equal(
            ["api active t1=1", "api active t2=1"],
            (await _log.Events()).SelectMany(recorded => ((VerificationsRecorded)recorded.Event).Verifications).Select(Line));
    }

    [Fact]
    public async Task does_not_record_twice_what_reached_the_log_while_the_answer_did_not_come_back()
    {
        _log.AfterAppend = _ => throw SpecLog.Gone;
        await Verified("active", "t1");
        await Assert.ThrowsAsync<LogUnavailableException>(() => _recorder.FlushAsync());

        _log.AfterAppend = null;
        await _recorder.FlushAsync();

        Assert.Equal(2, _log.Tried.Count);
        Assert.Equal("api active t1=1", Line(((VerificationsRecorded)Assert.Single(await _log.Events()).Event).Verifications.Single()));
    }

    [Fact]
    public async Task keeps_its_caller_waiting_until_the_record_is_durable_where_the_policy_says_so()
    {
        var turn = new TaskCompletionSource();
        _log.BeforeAppend = _ => turn.Task;

        var recording = _recorder.VerifiedAsync(Domain.Samples.Acme, Durable, Api, "active", "t1");
        Assert.False(recording.IsCompleted);
        turn.SetResult();
        await recording;

        Assert.Single(await _log.Events());
    }

    [Fact]
    public async Task lets_no_answer_out_that_it_could_not_record()
    {
        _log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => _recorder.VerifiedAsync(Domain.Samples.Acme, Durable, Api, "active", "t1"));

        var taken = 0;
        var fault = await Record.ExceptionAsync(async () =>
        {
            for (; taken < 500_000; taken++)
                await _recorder.VerifiedAsync(Domain.Samples.Acme, Batched, Api, "active", $"{taken}");
        });

        Assert.IsType<LogUnavailableException>(fault);
        Assert.InRange(taken, 399_000, 400_001);
        Assert.Throws<LogUnavailableException>(() => _recorder.AuthenticationRefused(Domain.Samples.Acme, null, "unknown", null));

        _log.BeforeAppend = null;
        await _recorder.FlushAsync();
        await Verified("active", "after");
    }

    [Fact]
    public async Task counts_what_comes_while_it_writes_towards_the_bound()
    {
        var turn = new TaskCompletionSource();
        _log.BeforeAppend = _ => turn.Task;
        await Verified("active", "before");
        var flushing = _recorder.FlushAsync();
        for (var i = 0; i < 100_000; i++)
            await _recorder.VerifiedAsync(Domain.Samples.Acme, Batched, Api, "active", $"{i}");
        turn.SetResult();
        await flushing;

        var fault = await Record.ExceptionAsync(async () =>
        {
            for (var i = 100_000; i <= 400_000; i++)
                await _recorder.VerifiedAsync(Domain.Samples.Acme, Batched, Api, "active", $"{i}");
        });

        Assert.IsType<LogUnavailableException>(fault);
    }

    [Fact]
    public async Task flushes_every_second_and_once_more_at_the_end()
    {
        using var ending = new CancellationTokenSource();
        var running = _recorder.RunAsync(ending.Token);
        var flushed = new TaskCompletionSource();
        _log.AfterAppend = _ => flushed.TrySetResult();
        await Verified("active", "t1");
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Empty(await _log.Events());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await flushed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await Verified("active", "t2");
        await ending.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(2, (await _log.Events()).Count);
    }

    private async Task Verified(string outcome, params string[] tokens)
    {
        foreach (var token in tokens)
            await _recorder.VerifiedAsync(Domain.Samples.Acme, Batched, Api, outcome, token);
    }

    private static string Line(Verifications each) => $"{each.Caller} {each.Outcome} {string.Join(' ', each.Tokens.Select(token => $"{token.Key}={token.Value}"))}";
}
