namespace Argus.ResourceServer.Calling.Cache;

/// <summary>
/// The place of one token. One request for it at a time, whatever happens: it belongs to nobody who waits, so that nobody who goes away ends it for the others,
/// and all who wait share what comes of it. While the token is good, nobody waits: the next one is fetched behind its back.
/// </summary>
internal sealed class TokenSlot(ITokenSource source, TokenClientMetrics metrics, TimeProvider clock)
{
    // An API that refuses every token would otherwise have one fetched for every call.
    private static readonly TimeSpan BetweenDrops = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Backoff _backoff = new(clock);
    private CachedToken? _token;
    private Task<TokenOutcome>? _flight;
    private ClockMark? _dropped;

    public ClockMark LastUsed { get; private set; } = ClockMark.Now(clock);

    /// <summary>Whether something here is still of use to somebody.</summary>
    public bool IsNeeded
    {
        get
        {
            lock (_gate)
                return _flight is not null || _token is { IsGood: true } || _backoff.Waiting() is not null;
        }
    }

    public bool IsInFlight
    {
        get
        {
            lock (_gate)
                return _flight is not null;
        }
    }

    /// <exception cref="OperationCanceledException">Who waits does so no longer; others may.</exception>
    public async ValueTask<TokenOutcome> GetAsync(TokenWish wish, CancellationToken cancellation)
    {
        Task<TokenOutcome> flight;
        lock (_gate)
        {
            LastUsed = ClockMark.Now(clock);
            if (_token is { IsGood: true } token)
            {
                if (token.IsDue && _flight is null && _backoff.Waiting() is null)
                    Begin(wish);
                metrics.Hit(wish.Audience, token.Age);
                return TokenOutcome.Kept(token);
            }

            metrics.Miss(wish.Audience);
            if (_flight is null && _backoff.Waiting() is { } failure)
                return failure;
            flight = _flight ?? Begin(wish);
        }

        var outcome = await flight.WaitAsync(cancellation).ConfigureAwait(false);

        // Who came to it late may find it over.
        return outcome.Token is { IsGood: false } ? new TokenFailure(TokenError.TemporarilyUnavailable) : outcome;
    }

    /// <summary>An API refused the token.</summary>
    /// <returns>Whether another one may be had.</returns>
    public bool Drop(string token)
    {
        lock (_gate)
        {
            if (_token is null || _token.Text != token)
                return true;
            if (_dropped?.Elapsed(clock) < BetweenDrops)
                return false;
            _dropped = ClockMark.Now(clock);
            _token = null;
            return true;
        }
    }

    /// <summary>Begins without what surrounds the caller: its request, its culture and its cancellation end with it.</summary>
    private Task<TokenOutcome> Begin(TokenWish wish)
    {
        var isFlowing = !ExecutionContext.IsFlowSuppressed();
        if (isFlowing)
            ExecutionContext.SuppressFlow();
        try
        {
            return _flight = Task.Run(() => FlyAsync(wish));
        }
        finally
        {
            if (isFlowing)
                ExecutionContext.RestoreFlow();
        }
    }

    private async Task<TokenOutcome> FlyAsync(TokenWish wish)
    {
        TokenOutcome outcome = TokenFailure.OfIssuer(TokenError.ServerError);
        try
        {
            outcome = await source.FetchAsync(wish).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _flight = null;
                outcome = Land(outcome);
            }

            metrics.Fetched(wish.Audience, outcome.Failure?.Error);
        }

        return outcome;
    }

    private TokenOutcome Land(TokenOutcome outcome)
    {
        if (outcome.Failure is { } failure)
            return failure.IsOfIssuer ? _backoff.Follow(failure) : _backoff.Failed(failure);
        _token = outcome.Token;
        _backoff.Clear();
        return outcome;
    }
}
