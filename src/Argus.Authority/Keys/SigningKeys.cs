using System.Collections.Concurrent;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>A private key ready to sign access tokens, with the header that they all share.</summary>
public sealed class LoadedKey(SigningKey key)
{
    private long _usedAt;

    public SigningKey Key => key;

    /// <summary>The encoded header of an access token under this key.</summary>
    public byte[] AccessTokenHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.AccessToken);

    /// <summary>The encoded header of an introspection response under this key (RFC 9701 §5).</summary>
    public byte[] IntrospectionHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.Introspection);

    internal long UsedAt => Volatile.Read(ref _usedAt);

    internal void Touch(long now) => Volatile.Write(ref _usedAt, now);
}

/// <summary>
/// The private keys in use, opened once and kept while they are used. A key costs some 7 KB: beyond the bound the longest unused quarter is let go, and the
/// garbage collector frees each when its last signature is made.
/// </summary>
public sealed class SigningKeys(IKeyCustody custody, IPrivateKeyStore store, TimeProvider clock)
{
    private const int MostKeys = 20_000;

    private readonly ConcurrentDictionary<(TenantId, Kid), Lazy<Task<LoadedKey>>> _keys = new();

    /// <exception cref="LogUnavailableException">The key cannot be had: custody or the database is away, or the private half is gone.</exception>
    public async ValueTask<LoadedKey> GetAsync(TenantId tenant, Kid kid)
    {
        var entry = _keys.GetOrAdd((tenant, kid), static (id, keys) => new Lazy<Task<LoadedKey>>(() => keys.OpenAsync(id.Item1, id.Item2)), this);
        try
        {
            var key = await entry.Value.ConfigureAwait(false);
            key.Touch(clock.GetTimestamp());
            return key;
        }
        catch
        {
            // The next request tries again.
            _keys.TryRemove(new((tenant, kid), entry));
            throw;
        }
    }

    private async Task<LoadedKey> OpenAsync(TenantId tenant, Kid kid)
    {
        if (_keys.Count > MostKeys)
            LetGo();
        try
        {
            var stored = await store.FindAsync(tenant, kid, CancellationToken.None).ConfigureAwait(false)
                ?? throw new CustodyException($"The private half of key {kid} of tenant {tenant} is not in the store.");
            return new LoadedKey(await custody.OpenAsync(tenant, kid, stored.Handle, CancellationToken.None).ConfigureAwait(false));
        }
        catch (CustodyException e)
        {
            throw new LogUnavailableException($"The signing key of tenant {tenant} cannot be used: {e.Message}", e);
        }
    }

    private void LetGo()
    {
        var loaded = _keys.Where(entry => entry.Value.IsValueCreated && entry.Value.Value.IsCompletedSuccessfully).ToArray();
        foreach (var entry in loaded.OrderBy(entry => entry.Value.Value.Result.UsedAt).Take(MostKeys / 4))
            _keys.TryRemove(entry);
    }
}
