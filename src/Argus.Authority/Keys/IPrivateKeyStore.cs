using Argus.Domain.Kernel;

namespace Argus.Authority.Keys;

/// <summary>Keeps the handles of private halves beside the log, durably, for all nodes.</summary>
public interface IPrivateKeyStore
{
    /// <returns>False if some tenant, this or another, has the handle of a key with this kid already: no two share a modulus.</returns>
    ValueTask<bool> PutAsync(TenantId tenant, Kid kid, string custody, ReadOnlyMemory<byte> handle, CancellationToken cancellation);

    /// <summary>The private half, or null if there is none (any more).</summary>
    ValueTask<StoredKey?> FindAsync(TenantId tenant, Kid kid, CancellationToken cancellation);

    /// <summary>Everything there is, in no particular order.</summary>
    IAsyncEnumerable<StoredKey> ReadAllAsync(CancellationToken cancellation);

    /// <summary>Whether there is any.</summary>
    ValueTask<bool> AnyAsync(CancellationToken cancellation);

    /// <summary>Puts a new handle in the place of the one that was read; if another has taken its place since, that one stays.</summary>
    ValueTask<bool> ReplaceAsync(StoredKey read, ReadOnlyMemory<byte> handle, CancellationToken cancellation);

    ValueTask DeleteAsync(TenantId tenant, Kid kid, CancellationToken cancellation);
}

/// <summary>A private half as the store has it.</summary>
/// <param name="Tenant">Whose key.</param>
/// <param name="Kid">Which key.</param>
/// <param name="Custody">The name of the provider that the handle is for.</param>
/// <param name="Handle">What the provider needs to open it.</param>
/// <param name="Age">How long it has been there, by the store's clock.</param>
public sealed record StoredKey(TenantId Tenant, Kid Kid, string Custody, ReadOnlyMemory<byte> Handle, TimeSpan Age);
