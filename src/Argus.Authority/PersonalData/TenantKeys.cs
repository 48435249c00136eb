using System.Collections.Concurrent;
using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.PersonalData;

/// <summary>
/// Each tenant's own key: it wraps the keys of its users and days, so that they can be made and opened without asking the custody provider, which wraps only this
/// one.
/// </summary>
public sealed class TenantKeys(IPersonalKeyStore store, KeyCustodies custodies, TenantDirectory directory, TimeProvider clock)
{
    /// <summary>The name under which it is stored.</summary>
    internal const string Name = "tenant";

    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _making = new(1);
    private readonly ConcurrentDictionary<TenantId, Away> _away = new();

    /// <summary>The tenant's key; made, and durable, if there was none.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read, or not be unwrapped.</exception>
    internal async ValueTask<KeyEncryptionKey> FindOrMakeAsync(TenantId tenant)
    {
        if (directory.OpenedKeys.Find(tenant, Name) is { } known)
            return new KeyEncryptionKey(known);

        // While the provider is away, one asks it now and then, and nobody waits for it again and again.
        if (_away.TryGetValue(tenant, out var away) && clock.GetElapsedTime(away.At) < BetweenTries)
            throw Unavailable(tenant, away.Why);
        if (!await _making.WaitAsync(MostPatience).ConfigureAwait(false))
            throw Unavailable(tenant, new CustodyException("It is still asked for by others."));
        try
        {
            var key = directory.OpenedKeys.Find(tenant, Name) ?? await ReadOrMakeAsync(tenant).ConfigureAwait(false);
            directory.OpenedKeys.Add(tenant, Name, key);
            _away.TryRemove(tenant, out _);
            return new KeyEncryptionKey(key);
        }
        catch (CustodyException e)
        {
            _away[tenant] = new Away(clock.GetTimestamp(), e);
            throw Unavailable(tenant, e);
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Wraps every tenant's key anew that is not under the present key-encryption key of the present provider.</summary>
    /// <returns>How many there are, and how many of them it wrapped anew.</returns>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<(int All, int Rewrapped)> RewrapAsync(CancellationToken cancellation)
    {
        var rewrapped = 0;
        var keys = await store.ReadAsync(Name, cancellation).ConfigureAwait(false);
        foreach (var (tenant, stored) in keys)
        {
            if (await RewrapAsync(tenant, stored, cancellation).ConfigureAwait(false) is { } anew
                && await store.ReplaceAsync(tenant, stored, anew, cancellation).ConfigureAwait(false))
                rewrapped++;
        }

        return (keys.Count, rewrapped);
    }

    /// <summary>Names the key-encryption key that wraps now; null where the provider changes it unseen.</summary>
    /// <exception cref="CustodyException"/>
    internal ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => custodies.Wrapper.WrappingKeyAsync(cancellation);

    private async ValueTask<StoredPersonalKey?> RewrapAsync(TenantId tenant, StoredPersonalKey stored, CancellationToken cancellation)
    {
        var wrapper = custodies.Wrapper;
        if (stored.Custody == wrapper.Name)
        {
            return await wrapper.RewrapAsync(stored.Wrapped, ContextOf(tenant), cancellation).ConfigureAwait(false) is { } anew
                ? stored with { Wrapped = anew }
                : null;
        }

        var key = await custodies.WrapperOf(stored.Custody!).UnwrapAsync(stored.Wrapped, ContextOf(tenant), cancellation).ConfigureAwait(false);
        return new StoredPersonalKey(Name, wrapper.Name, await wrapper.WrapAsync(key, ContextOf(tenant), cancellation).ConfigureAwait(false));
    }

    private static LogUnavailableException Unavailable(TenantId tenant, CustodyException why) =>
        new($"The key that wraps the personal data of tenant {tenant} cannot be had: {why.Message}", why);

    private async ValueTask<byte[]> ReadOrMakeAsync(TenantId tenant)
    {
        if (await ReadAsync(tenant).ConfigureAwait(false) is { } known)
            return known;
        var wrapped = await custodies.Wrapper.WrapAsync(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size), ContextOf(tenant), CancellationToken.None).ConfigureAwait(false);
        await store.PutAsync(tenant, new StoredPersonalKey(Name, custodies.Wrapper.Name, wrapped), CancellationToken.None).ConfigureAwait(false);

        // Of the key that is stored, this node's or that of one which was faster; and unwrapped, which a provider may refuse to who may wrap.
        return await ReadAsync(tenant).ConfigureAwait(false) ?? throw new LogUnavailableException($"The key that wraps the personal data of tenant {tenant} is gone.");
    }

    private async ValueTask<byte[]?> ReadAsync(TenantId tenant)
    {
        if (await store.FindAsync(tenant, [Name], CancellationToken.None).ConfigureAwait(false) is not [var stored])
            return null;
        return await custodies.WrapperOf(stored.Custody!).UnwrapAsync(stored.Wrapped, ContextOf(tenant), CancellationToken.None).ConfigureAwait(false);
    }

    private static string ContextOf(TenantId tenant) => $"{tenant}/{Name}";

    /// <summary>When the provider was last away, and why.</summary>
    private sealed record Away(long At, CustodyException Why);
}
