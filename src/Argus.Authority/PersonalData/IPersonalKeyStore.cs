using Argus.Domain.Kernel;

namespace Argus.Authority.PersonalData;

/// <summary>
/// Keeps the keys of personal data beside the log, wrapped, durably, for all nodes. Every method throws <see cref="Log.LogUnavailableException"/> when the
/// store cannot be reached in time.
/// </summary>
public interface IPersonalKeyStore
{
    /// <summary>When it returns, the key is durable.</summary>
    /// <returns>False if there is a key of that name already: it stays.</returns>
    ValueTask<bool> PutAsync(TenantId tenant, StoredPersonalKey key, CancellationToken cancellation);

    /// <summary>Those of the keys that there are.</summary>
    ValueTask<IReadOnlyList<StoredPersonalKey>> FindAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation);

    /// <summary>Puts another wrapping in the place of the one that was read; if another has taken its place since, that one stays.</summary>
    ValueTask<bool> ReplaceAsync(TenantId tenant, StoredPersonalKey read, StoredPersonalKey anew, CancellationToken cancellation);

    /// <summary>Destroys keys. What was sealed under them cannot be opened any more.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> DeleteAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation);

    /// <summary>The keys of all tenants whose name begins so.</summary>
    ValueTask<IReadOnlyList<(TenantId Tenant, StoredPersonalKey Key)>> ReadAsync(string prefix, CancellationToken cancellation);
}

/// <summary>A key as the store has it.</summary>
/// <param name="Name">Within its tenant: that of a user, of a day, or the tenant's own, which wraps the others.</param>
/// <param name="Custody">The custody provider that wrapped it; null where the tenant's own key did.</param>
/// <param name="Wrapped">What <paramref name="Custody"/>, or the tenant's own key, made of it.</param>
public sealed record StoredPersonalKey(string Name, string? Custody, ReadOnlyMemory<byte> Wrapped);
