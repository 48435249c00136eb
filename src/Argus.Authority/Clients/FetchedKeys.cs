using System.Collections.Frozen;
using Argus.Authority.Outbound;
using Argus.Jose;

namespace Argus.Authority.Clients;

/// <summary>
/// The keys behind a client's <c>jwks_uri</c> (RFC 7591 §2), as they were last seen. One request at a time goes there, at most one in 30 seconds. While nobody
/// answers, what was seen stays good for an hour: a key that its owner took back may have gone in the meantime.
/// </summary>
internal sealed class FetchedKeys(Uri uri, IOutboundDocuments documents, TimeProvider clock)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsuallyFresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FreshAtLeast = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan GoodForErrors = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private FrozenDictionary<string, VerificationKey>? _keys;
    private DateTimeOffset _freshUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _seenAt = DateTimeOffset.MinValue;
    private DateTimeOffset _nextTry = DateTimeOffset.MinValue;
    private Task _trying = Task.CompletedTask;

    public Uri Uri => uri;

    /// <param name="newer">Whether what is known was of no use: the key sought is not in it.</param>
    /// <returns>The keys by <c>kid</c>; null if nobody knows them.</returns>
    public async ValueTask<FrozenDictionary<string, VerificationKey>?> GetAsync(bool newer)
    {
        Task trying;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_keys is not null && !newer && now < _freshUntil)
                return _keys;
            if (_trying.IsCompleted && now >= _nextTry)
            {
                _nextTry = now + BetweenTries;
                _trying = Task.Run(FetchAsync);
            }

            trying = _trying;
        }

        await trying.ConfigureAwait(false);
        lock (_gate)
            return clock.GetUtcNow() - _seenAt < GoodForErrors ? _keys : null;
    }

    private async Task FetchAsync()
    {
        try
        {
            var document = await documents.GetAsync(uri).ConfigureAwait(false);
            // A client that takes all of its keys back is disabled; an empty set is a mistake of its server.
            if (!JwkSet.TryParse(document.Body.Span, out var keys, out _) || keys.Count == 0)
                return;
            var known = keys.ToFrozenDictionary(key => key.Kid, key => new VerificationKey(key), StringComparer.Ordinal);
            lock (_gate)
            {
                var fresh = document.MaxAge ?? UsuallyFresh;
                (_keys, _seenAt) = (known, clock.GetUtcNow());
                _freshUntil = _seenAt + (fresh < FreshAtLeast ? FreshAtLeast : fresh > GoodForErrors ? GoodForErrors : fresh);
            }
        }
        catch (OutboundException)
        {
            // What was seen before stays good for a while; the client's own failed authentication is what is recorded.
        }
    }
}
