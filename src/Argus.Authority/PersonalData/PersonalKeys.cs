using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Tenants;
using Argus.Log;

namespace Argus.Authority.PersonalData;

/// <summary>
/// The keys of personal data, one for each user and one for each day of a tenant (docs/personal-data.md). A key is durable before anything that is sealed under
/// it can be. Every method throws <see cref="LogUnavailableException"/> when the store, or the custody that wraps the keys, cannot be reached.
/// </summary>
public sealed class PersonalKeys(IPersonalKeyStore store, TenantKeys tenantKeys, TenantDirectory directory, TimeProvider clock)
{
    /// <summary>A key by its name, to open with it.</summary>
    /// <returns>Null if it is destroyed, or its time is over.</returns>
    public async ValueTask<IPersonalSeal?> FindAsync(TenantId tenant, string name)
    {
        if (IsOver(tenant, name))
            return null;
        if (directory.OpenedKeys.Find(tenant, name) is { Length: > 0 } known)
            return new PersonalSeal(tenant, name, known);
        return await ReadAsync(tenant, [name]).ConfigureAwait(false) is [var seal] ? seal : null;
    }

    /// <summary>Opens one value.</summary>
    /// <returns>Null if its key is destroyed.</returns>
    public async ValueTask<T?> OpenAsync<T>(TenantId tenant, string member, Kept<T> kept) where T : class
    {
        if (kept.TryReadClear(out var clear))
            return clear;
        try
        {
            return await FindAsync(tenant, kept.Sealed!.Key).ConfigureAwait(false) is { } seal ? seal.Open(member, kept) : null;
        }
        catch (PersonalDataLostException e)
        {
            throw new LogUnavailableException(e.Message, e);
        }
    }

    /// <summary>Has the keys at hand that will be asked for next, by one question.</summary>
    public async ValueTask PrepareAsync(TenantId tenant, IEnumerable<string> names)
    {
        var missing = names.Where(name => directory.OpenedKeys.Find(tenant, name) is not { Length: > 0 } && !IsOver(tenant, name)).Distinct(StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
            await ReadAsync(tenant, missing).ConfigureAwait(false);
    }

    /// <summary>A user's key, to seal with it; made, and durable, if there was none.</summary>
    public ValueTask<IPersonalSeal> FindOrMakeAsync(TenantId tenant, SubjectId user) => FindOrMakeAsync(tenant, PersonalKey.Of(user));

    /// <summary>The key for what is about nobody who is known.</summary>
    public ValueTask<IPersonalSeal> OfTodayAsync(TenantId tenant) => FindOrMakeAsync(tenant, PersonalKey.Of(Today()));

    /// <summary>The user's key if they have one, else that of the day. Whoever has none is remembered as such: most of those who are asked for have one.</summary>
    public async ValueTask<IPersonalSeal> OfUserOrTodayAsync(TenantId tenant, SubjectId? user)
    {
        if (user is { } known)
        {
            var name = PersonalKey.Of(known);
            if (directory.OpenedKeys.Find(tenant, name) is not { } key)
            {
                if (await FindAsync(tenant, name).ConfigureAwait(false) is { } seal)
                    return seal;
                directory.OpenedKeys.Add(tenant, name, ReadOnlyMemory<byte>.Empty);
            }
            else if (key.Length > 0)
            {
                return new PersonalSeal(tenant, name, key);
            }
        }

        return await OfTodayAsync(tenant).ConfigureAwait(false);
    }

    /// <summary>Whether the log says that the user is erased.</summary>
    internal bool IsDestroyed(TenantId tenant, SubjectId user) => directory.OpenedKeys.IsAnyDestroyed && directory.OpenedKeys.IsDestroyed(tenant, PersonalKey.Of(user));

    internal DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private async ValueTask<IPersonalSeal> FindOrMakeAsync(TenantId tenant, string name)
    {
        if (await FindAsync(tenant, name).ConfigureAwait(false) is { } known)
            return known;
        var wrapping = await tenantKeys.FindOrMakeAsync(tenant).ConfigureAwait(false);
        var wrapped = wrapping.Wrap(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size), ContextOf(tenant, name));
        await store.PutAsync(tenant, new StoredPersonalKey(name, null, wrapped), CancellationToken.None).ConfigureAwait(false);

        // Of many who made one, one was stored: that is the key.
        return await ReadAsync(tenant, [name]).ConfigureAwait(false) is [var seal]
            ? seal
            : throw new LogUnavailableException($"The key {name} of tenant {tenant} was destroyed as soon as it was made.");
    }

    private async ValueTask<IReadOnlyList<IPersonalSeal>> ReadAsync(TenantId tenant, string[] names)
    {
        var stored = await store.FindAsync(tenant, names, CancellationToken.None).ConfigureAwait(false);
        if (stored.Count == 0)
            return [];
        var wrapping = await tenantKeys.FindOrMakeAsync(tenant).ConfigureAwait(false);
        return [.. stored.Where(key => !directory.OpenedKeys.IsDestroyed(tenant, key.Name)).Select(Unwrap)];

        IPersonalSeal Unwrap(StoredPersonalKey key)
        {
            var unwrapped = wrapping.TryUnwrap(key.Wrapped.Span, ContextOf(tenant, key.Name))
                ?? throw new LogUnavailableException($"The key {key.Name} of tenant {tenant} was wrapped by another key than the tenant's, or was changed.");
            directory.OpenedKeys.Add(tenant, key.Name, unwrapped);
            return new PersonalSeal(tenant, key.Name, unwrapped);
        }
    }

    private bool IsOver(TenantId tenant, string name)
    {
        var retention = (directory.Find(tenant.Value)?.State.Policy ?? new TenantPolicy()).ContextRetention;
        if (!PersonalKey.IsOver(name, retention, clock.GetUtcNow()))
            return false;
        directory.OpenedKeys.Forget(tenant, name);
        return true;
    }

    private static string ContextOf(TenantId tenant, string name) => $"{tenant}/{name}";
}
