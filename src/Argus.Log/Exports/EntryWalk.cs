using Argus.Log.Checkpoints;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>Goes through all entries of an export in order: of each bundle first the entries, then the checkpoints of the sizes within it, then the hashes above.</summary>
internal sealed class EntryWalk
{
    private readonly ExportDirectory _export;
    private readonly Checkpoint _checkpoint;
    private readonly GrowingTree _tree;
    private readonly KeyEvents _keyEvents;
    private readonly BundleCheck _check;
    private readonly KnownCheckpoints _known;

    public EntryWalk(ExportDirectory export, ExportDocuments documents, Checkpoint? since)
    {
        (_export, _checkpoint) = (export, documents.Checkpoint);
        _tree = new GrowingTree(export, _checkpoint.Size);
        _keyEvents = new KeyEvents(documents.History);
        _check = new BundleCheck(documents.Manifest.Tenant, _tree, _keyEvents);
        _known = new KnownCheckpoints(export, documents.Keys, documents.Manifest.Origin, since);
    }

    /// <summary>Found right so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Earlier ones, found right.</summary>
    public int Checkpoints => _known.Count;

    public async Task<Divergence?> RunAsync(IProgress<VerifiedEntries>? progress, CancellationToken cancellation)
    {
        await foreach (var bundle in new BundleReader(_export, _checkpoint.Size).ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (_check.Check(bundle, IsRoot) is { } divergence)
                return divergence;
            if (CheckSizes(bundle.Tile) is { } inconsistent)
                return inconsistent;
            if (bundle.Tile.IsFull && _tree.Add(_check.Hashes) is { } differing)
                return differing;
            Entries += bundle.Tile.Width;
            progress?.Report(new VerifiedEntries(Entries, _checkpoint.Size));
        }

        return CheckRoots() ?? _keyEvents.Missing(_checkpoint.Size);
    }

    private Divergence? CheckSizes(TilePath tile)
    {
        while (_known.TryNext(tile.FirstLeaf + tile.Width, out var size))
        {
            // A checkpoint of nothing says nothing.
            if (size > 0 && _known.Check(size, RootAt(size, tile)) is { } divergence)
                return divergence;
        }

        return null;
    }

    private byte[] RootAt(long size, TilePath tile) => _tree.RootWith(_check.Hashes[..((int)(size - tile.FirstLeaf) * MerkleHash.Size)]);

    private bool IsRoot(ReadOnlyMemory<byte> lastLeafHashes) => _checkpoint.RootHash.Span.SequenceEqual(_tree.RootWith(lastLeafHashes.Span));

    /// <summary>A full last bundle is in the tree already; of another, the hashes stand behind it.</summary>
    private Divergence? CheckRoots()
    {
        var root = _tree.RootWith(_checkpoint.Size % TilePath.FullWidth == 0 ? [] : _check.Hashes);
        return _checkpoint.RootHash.Span.SequenceEqual(root) ? null : new Divergence(
            Divergences.RootDiffers, _checkpoint.Size, ExportDirectory.CheckpointFile, Convert.ToBase64String(_checkpoint.RootHash.Span), Convert.ToBase64String(root));
    }
}
