using System.Collections.Concurrent;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Log;

namespace Argus.Authority.Checkpoints;

/// <summary>The logs' keys in use, opened once and kept while they sign. They are apart from the keys of tokens: neither can be had where the other is asked for.</summary>
public sealed class LogSigners(KeyCustodies custodies, IPrivateKeyStore store)
{
    /// <summary>Beyond this many all are let go, and each is opened again when it is next needed.</summary>
    private const int Most = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(TenantId, Kid), LogSigner> _open = new();

    /// <returns>Null if the private half is gone.</returns>
    /// <exception cref="KeyUnavailableException">The custody provider is away, or the handle is none that it knows.</exception>
    /// <exception cref="LogUnavailableException">The store cannot be read.</exception>
    public async ValueTask<LogSigner?> FindAsync(TenantId tenant, LogKeyActivated key)
    {
        if (_open.TryGetValue((tenant, key.Kid), out var open))
            return open;
        if (await store.FindAsync(tenant, key.Kid, CancellationToken.None).ConfigureAwait(false) is not { } stored)
            return null;
        var signer = await OpenAsync(tenant, key, stored).ConfigureAwait(false);
        if (_open.Count >= Most)
            _open.Clear();
        return _open[(tenant, key.Kid)] = signer;
    }

    /// <summary>A key that failed is opened again: what stands behind it may have gone and come back.</summary>
    public void Forget(TenantId tenant, Kid kid) => _open.TryRemove((tenant, kid), out _);

    /// <summary>Lets go of every key that signs no more: what is destroyed at rest must not live on in memory.</summary>
    public void Keep(Func<TenantId, Kid, bool> signs)
    {
        foreach (var (id, _) in _open)
        {
            if (!signs(id.Item1, id.Item2))
                _open.TryRemove(id, out _);
        }
    }

    private async Task<LogSigner> OpenAsync(TenantId tenant, LogKeyActivated key, StoredKey stored)
    {
        try
        {
            var custody = custodies.Of(stored.Custody);
            var opened = await custody.OpenAsync(tenant, key.Kid, stored.Handle, CancellationToken.None).AsTask().WaitAsync(LongestWait).ConfigureAwait(false);
            var signer = new LogSigner(opened, key.Origin, custody.SignsElsewhere);
            await signer.PrepareAsync(key).ConfigureAwait(false);
            return signer;
        }
        catch (Exception e) when (e is CustodyException or TimeoutException)
        {
            throw new KeyUnavailableException($"The key of the log of tenant {tenant} cannot be used: {e.Message}", e);
        }
    }
}
