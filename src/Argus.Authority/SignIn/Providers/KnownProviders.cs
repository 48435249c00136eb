using System.Collections.Concurrent;
using Argus.Jose;

namespace Argus.Authority.SignIn.Providers;

/// <summary>
/// Outside providers' metadata and keys, fetched when they are first needed and kept as long as the provider allows, within bounds. One fetch serves all who
/// wait for it, and one that failed is not repeated for a while.
/// </summary>
public sealed class KnownProviders(IProviderChannel channel, TimeProvider clock)
{
    private static readonly TimeSpan ShortestKept = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsuallyKept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Kept<ProviderMetadata>> _metadata = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Kept<IReadOnlyList<RsaPublicJwk>>> _keys = new(StringComparer.Ordinal);

    /// <exception cref="ProviderException">It cannot be had.</exception>
    public Task<ProviderMetadata> FindAsync(string issuer) => GetAsync(_metadata, issuer, LongestKept, async () =>
    {
        var document = await channel.GetAsync(new Uri($"{issuer.TrimEnd('/')}/.well-known/openid-configuration")).ConfigureAwait(false);
        return (ProviderMetadata.Read(issuer, document.Body), document.MaxAge);
    });

    /// <summary>The keys that are good enough: RSA from 2048 bits on.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="again">Whether a token named one that is not among those that are kept: then they are fetched again, twice a minute at most.</param>
    /// <exception cref="ProviderException">They cannot be had.</exception>
    public Task<IReadOnlyList<RsaPublicJwk>> KeysAsync(ProviderMetadata provider, bool again = false) => GetAsync(_keys, provider.Issuer, again ? ShortestKept : LongestKept, async () =>
    {
        var document = await channel.GetAsync(provider.JwksUri).ConfigureAwait(false);
        return JwkSet.TryParse(document.Body.Span, out var keys, out var fault) ? (keys, document.MaxAge) : throw new ProviderException($"The provider's keys cannot be read: {fault}.");
    });

    private async Task<T> GetAsync<T>(ConcurrentDictionary<string, Kept<T>> all, string issuer, TimeSpan oldest, Func<Task<(T, TimeSpan?)>> fetch)
    {
        while (true)
        {
            var kept = all.GetOrAdd(issuer, _ => new Kept<T>(clock.GetTimestamp(), new Lazy<Task<(T, TimeSpan?)>>(fetch)));
            if (clock.GetElapsedTime(kept.Since) is var age && age >= AgeOf(kept, oldest))
            {
                all.TryRemove(new(issuer, kept));
                continue;
            }

            var (value, _) = await kept.Fetched.Value.ConfigureAwait(false);
            return value;
        }
    }

    private static TimeSpan AgeOf<T>(Kept<T> kept, TimeSpan oldest)
    {
        if (!kept.Fetched.IsValueCreated || !kept.Fetched.Value.IsCompleted)
            return LongestKept;
        if (!kept.Fetched.Value.IsCompletedSuccessfully)
            return FailureKept;
        var allowed = kept.Fetched.Value.Result.Item2 ?? UsuallyKept;
        allowed = allowed < ShortestKept ? ShortestKept : allowed > LongestKept ? LongestKept : allowed;
        return allowed < oldest ? allowed : oldest;
    }

    private sealed record Kept<T>(long Since, Lazy<Task<(T, TimeSpan?)>> Fetched);
}
