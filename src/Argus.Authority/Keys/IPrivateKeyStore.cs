using Argus.Domain.Kernel;

namespace Argus.Authority.Keys;

/// <summary>Keeps the handles of private halves beside the log, durably, for all nodes.</summary>
public interface IPrivateKeyStore
{
    ValueTask PutAsync(TenantId tenant, Kid kid, string custody, ReadOnlyMemory<byte> handle, CancellationToken cancellation);

    /// <summary>The handle, or null if there is none (any more).</summary>
    ValueTask<ReadOnlyMemory<byte>?> FindAsync(TenantId tenant, Kid kid, CancellationToken cancellation);

    /// <summary>Whether there is any.</summary>
    ValueTask<bool> AnyAsync(CancellationToken cancellation);

    ValueTask DeleteAsync(TenantId tenant, Kid kid, CancellationToken cancellation);
}
