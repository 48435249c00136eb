using Argus.Jose;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Keys;

/// <summary>
/// The keys of a configured issuer: fetched in the background before they cease to be fresh, kept while the issuer is away up to a cap. An empty or broken key
/// set never replaces a good one; a key that leaves the set verifies nothing from then on.
/// </summary>
internal sealed class IssuerKeys(string issuer, DocumentFetcher fetcher, TimeSpan staleFor, TimeProvider clock, Observer log) : IKeySource, IKeptCurrent, IDisposable
{
    private readonly JwksDocument _document = new(issuer, fetcher, clock);
    private readonly UnknownKids _unknown = new(clock);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private volatile Snapshot? _current;
    private Task<bool>? _running;
    private volatile bool _hasTried;

    public KeyKnowledge Knowledge => _current is not { } current || Age(current) > current.FreshFor + staleFor ? KeyKnowledge.None
        : Age(current) > current.FreshFor ? KeyKnowledge.Stale : KeyKnowledge.Fresh;

    /// <summary>Time since the issuer was last heard to say that these are its keys; null if never.</summary>
    public TimeSpan? KeyAge => _current is { } current ? Age(current) : null;

    public string Issuer => issuer;

    public int Count => _current?.Keys.Count ?? 0;

    /// <summary>Those that verify tokens now.</summary>
    public IReadOnlyList<string> Kids => Knowledge == KeyKnowledge.None ? [] : _current?.Keys.Kids ?? [];

    public VerificationKey? Find(string kid) => Knowledge == KeyKnowledge.None ? null : _current?.Keys.Find(kid);

    public async ValueTask<bool> LookAgainAsync(string kid, CancellationToken stop)
    {
        if (Knowledge == KeyKnowledge.None)
        {
            // Only the very first fetch is waited for: an issuer that is down must not make every request wait.
            if (_hasTried) return false;
            return await RefreshAsync().WaitAsync(stop).ConfigureAwait(false);
        }

        if (!_unknown.TryBegin(kid))
        {
            Task<bool>? running;
            lock (_gate) running = _running;
            return running is { IsCompleted: false } && await running.WaitAsync(stop).ConfigureAwait(false);
        }

        var isThere = await RefreshAsync().WaitAsync(stop).ConfigureAwait(false);
        if (Find(kid) is null) _unknown.WasInVain(kid);
        return isThere;
    }

    public async Task KeepAsync(CancellationToken stop)
    {
        using var linked = stop.UnsafeRegister(static stopped => ((CancellationTokenSource)stopped!).Cancel(), _stopped);
        var failures = 0;
        try
        {
            while (true)
            {
                failures = await RefreshAsync().ConfigureAwait(false) ? 0 : failures + 1;
                var wait = failures > 0 ? Pace.AfterFailure(failures) : Pace.AfterSuccess(_current!.FreshFor);
                await Task.Delay(wait, clock, _stopped.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The API stops.
        }
    }

    /// <summary>Fetches, or joins who is fetching already.</summary>
    /// <returns>Whether the issuer was heard.</returns>
    public Task<bool> RefreshAsync()
    {
        lock (_gate)
            return _running is { IsCompleted: false } running ? running : _running = FetchAsync();
    }

    public void Dispose() => _stopped.Dispose();

    private async Task<bool> FetchAsync()
    {
        // Off the caller's stack and lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return Take(await _document.GetAsync(_stopped.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _hasTried = true;
        }
    }

    private bool Take((Fetched Document, IReadOnlyList<RsaPublicJwk> Keys) answer)
    {
        var (document, keys) = answer;
        if (document.Outcome == FetchOutcome.Failed)
        {
            log.KeysNotRefreshed(issuer, document.Fault, KeyAge);
            return false;
        }

        var before = _current?.Keys;
        var now = document.Outcome == FetchOutcome.Sent ? KeySet.Of(keys, before) : before!;
        _current = new Snapshot(now, clock.GetTimestamp(), Pace.FreshFor(document.MaxAge));
        log.KeysRefreshed(issuer, now.Count);
        return true;
    }

    private TimeSpan Age(Snapshot snapshot) => clock.GetElapsedTime(snapshot.HeardAt);

    private sealed record Snapshot(KeySet Keys, long HeardAt, TimeSpan FreshFor);
}
