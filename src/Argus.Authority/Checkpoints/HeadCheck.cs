using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Authority.Checkpoints;

/// <summary>Whether a head, to which the tiles lead, follows from what was signed before.</summary>
public sealed class HeadCheck(IEventLog log)
{
    /// <param name="tenant">Whose log.</param>
    /// <param name="head">As <see cref="IEventLog.GrowTilesAsync"/> gave it.</param>
    /// <param name="latest">The latest checkpoint that is kept; null before the first.</param>
    /// <param name="seen">The last one that this node itself saw, which nobody can change behind its back; null if none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if it does.</returns>
    public async ValueTask<CheckpointRefusal?> FaultAsync(
        TenantId tenant, LogHead head, Checkpoint? latest, Checkpoint? seen, CancellationToken cancellation)
    {
        var tree = new TreeReader(new RememberedTiles(log.Tiles(tenant.Value)));
        return await FaultSinceAsync(tree, head, latest, "that is kept", cancellation).ConfigureAwait(false)
            ?? await FaultSinceAsync(tree, head, seen, "that this node has seen", cancellation).ConfigureAwait(false);
    }

    private static async ValueTask<CheckpointRefusal?> FaultSinceAsync(
        TreeReader tree, LogHead head, Checkpoint? since, string which, CancellationToken cancellation)
    {
        if (since is null)
            return null;
        if (since.Size > head.Size)
            return new CheckpointRefusal(CheckpointRefusal.LogShrunk, $"The log has {head.Size} entries, the checkpoint {which} {since.Size}.");
        var proof = await tree.ConsistencyAsync(since.Size, head.Size, cancellation).ConfigureAwait(false);
        return MerkleProof.VerifyConsistency(since.Size, since.RootHash.Span, head.Size, head.RootHash.Span, proof) ? null : new CheckpointRefusal(
            CheckpointRefusal.HistoryRewritten, $"The log of {head.Size} entries does not begin with the {since.Size} entries of the checkpoint {which}.");
    }
}
