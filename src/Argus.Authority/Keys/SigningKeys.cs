using System.Collections.Concurrent;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>
/// The private keys in use, opened once and kept while they are used. A key costs some 7 KB: beyond the bound the longest unused quarter is let go, and the
/// garbage collector frees each when its last signature is made.
/// </summary>
public sealed class SigningKeys(KeyCustodies custodies, IPrivateKeyStore store, TimeProvider clock)
{
    /// <summary>Nobody waits longer for a custody provider that does not answer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(TenantId, Kid), Lazy<Task<LoadedKey?>>> _keys = new();

    /// <summary>The bound.</summary>
    internal int MostKeys { get; init; } = 20_000;

    internal int Count => _keys.Count;

    /// <returns>Null if the private half is gone.</returns>
    /// <exception cref="KeyUnavailableException">The custody provider is away, or the handle is none that it knows.</exception>
    /// <exception cref="LogUnavailableException">The store cannot be read.</exception>
    public async ValueTask<LoadedKey?> FindAsync(TenantId tenant, Kid kid)
    {
        while (true)
        {
            var entry = _keys.GetOrAdd((tenant, kid), static (id, keys) => new Lazy<Task<LoadedKey?>>(() => keys.OpenAsync(id.Item1, id.Item2)), this);
            try
            {
                var key = await entry.Value.WaitAsync(LongestWait, clock).ConfigureAwait(false);
                if (key is { HasFailed: false })
                {
                    key.Touch(clock.GetTimestamp());
                    return key;
                }

                // The next request tries again.
                _keys.TryRemove(new((tenant, kid), entry));
                if (key is null)
                    return null;
            }
            catch (TimeoutException e)
            {
                // It goes on, and the next request looks how far it has come.
                throw new KeyUnavailableException($"The custody of the signing key of tenant {tenant} does not answer.", e);
            }
            catch
            {
                _keys.TryRemove(new((tenant, kid), entry));
                throw;
            }
        }
    }

    /// <summary>Lets go of every key that is not to sign any more: what is destroyed at rest must not live on in memory.</summary>
    public void Keep(Func<TenantId, Kid, bool> signs)
    {
        foreach (var (id, _) in _keys)
        {
            if (!signs(id.Item1, id.Item2))
                _keys.TryRemove(id, out _);
        }
    }

    private async Task<LoadedKey?> OpenAsync(TenantId tenant, Kid kid)
    {
        if (_keys.Count > MostKeys)
            LetGo();
        try
        {
            if (await store.FindAsync(tenant, kid, CancellationToken.None).ConfigureAwait(false) is not { } stored)
                return null;
            var custody = custodies.Of(stored.Custody);
            var key = await custody.OpenAsync(tenant, kid, stored.Handle, CancellationToken.None).ConfigureAwait(false);
            return new LoadedKey(key, custody.SignsElsewhere);
        }
        catch (CustodyException e)
        {
            throw new KeyUnavailableException($"The signing key of tenant {tenant} cannot be used: {e.Message}", e);
        }
    }

    private void LetGo()
    {
        var loaded = _keys.Where(entry => entry.Value.IsValueCreated && entry.Value.Value.IsCompletedSuccessfully).ToArray();
        foreach (var entry in loaded.OrderBy(entry => entry.Value.Value.Result?.UsedAt ?? 0).Take(MostKeys / 4))
            _keys.TryRemove(entry);
    }
}
