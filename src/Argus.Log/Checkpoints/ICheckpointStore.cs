namespace Argus.Log.Checkpoints;

/// <summary>The checkpoints of every tenant's log; none is ever changed or removed, but witnesses may sign under one later.</summary>
public interface ICheckpointStore
{
    /// <summary>The checkpoint of the largest size; null before the first.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<StoredCheckpoint?> LatestAsync(string tenant, CancellationToken cancellation);

    /// <summary>Checkpoints with more than <paramref name="afterSize"/> entries, smallest first.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<IReadOnlyList<StoredCheckpoint>> ListAsync(string tenant, long afterSize, int limit, CancellationToken cancellation);

    /// <summary>Keeps a new checkpoint.</summary>
    /// <returns>False if one of that size, or of a larger one, is there already: another node was faster.</returns>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<bool> AddAsync(string tenant, StoredCheckpoint checkpoint, CancellationToken cancellation);

    /// <summary>Puts a note in the place of one that was read: the same text with more signatures.</summary>
    /// <returns>False if another note is there by now: somebody else was faster, and what they added must not be lost.</returns>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<bool> CosignedAsync(string tenant, StoredCheckpoint read, ReadOnlyMemory<byte> note, CancellationToken cancellation);

    /// <summary>The tenants whose logs have entries that no checkpoint covers, all of them in one look. A store that cannot see logs knows of none.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<IReadOnlyList<string>> FindBehindAsync(CancellationToken cancellation);
}

/// <summary>A checkpoint as it is kept.</summary>
/// <param name="Size">Entries.</param>
/// <param name="SignedAt">The node's clock when it was signed; its signature has the same time, in milliseconds.</param>
/// <param name="Note">The bytes of the signed note.</param>
public sealed record StoredCheckpoint(long Size, DateTimeOffset SignedAt, ReadOnlyMemory<byte> Note);
