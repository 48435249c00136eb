namespace Argus.ResourceServer.Calling.Cache;

/// <summary>
/// The wait after failures: 1 s, doubled with each up to 60 s, of which at least half; or what the issuer asked for, up to 5 min, and up to a tenth more. Not
/// thread-safe: who holds it guards it.
/// </summary>
internal sealed class Backoff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    private int _failures;
    private ClockMark _since;
    private TimeSpan _wait;
    private TokenFailure? _last;

    public bool HasFailed => _last is not null;

    /// <returns>The failure that is waited upon, with what is left of the wait; null when one may try.</returns>
    public TokenFailure? Waiting()
    {
        var left = _last is null ? TimeSpan.Zero : _wait - _since.Elapsed(clock);
        return left > TimeSpan.Zero ? _last! with { RetryAfter = left } : null;
    }

    /// <returns>The failure, with the wait that begins now.</returns>
    public TokenFailure Failed(TokenFailure failure)
    {
        var longest = First * Math.Pow(2, Math.Min(_failures, 6));
        longest = longest < Longest ? longest : Longest;
        _failures++;
        var own = Jitter.Between(longest / 2, longest);
        var asked = Asked(failure.RetryAfter ?? TimeSpan.Zero);
        return Wait(failure, own > asked ? own : asked);
    }

    /// <summary>Waits exactly as long as somebody else has found that one must.</summary>
    public TokenFailure Follow(TokenFailure failure) => Wait(failure, failure.RetryAfter ?? First);

    public void Clear()
    {
        _failures = 0;
        _last = null;
    }

    private TokenFailure Wait(TokenFailure failure, TimeSpan wait)
    {
        _since = ClockMark.Now(clock);
        _wait = wait;
        return _last = failure with { RetryAfter = wait };
    }

    private static TimeSpan Asked(TimeSpan retryAfter)
    {
        var asked = retryAfter < LongestAsked ? retryAfter : LongestAsked;
        return asked > TimeSpan.Zero ? Jitter.Between(asked, asked * 1.1) : TimeSpan.Zero;
    }
}
