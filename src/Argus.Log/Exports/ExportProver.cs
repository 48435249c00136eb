using Argus.Log.Checkpoints;
using Argus.Log.Merkle;
using Argus.Log.Proofs;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>Makes proofs from an export: they lead to its checkpoint, and whoever has the log's keys can check them without it.</summary>
public sealed class ExportProver
{
    private readonly ExportTiles _tiles;
    private readonly SignedNote _note;
    private readonly Checkpoint _checkpoint;

    /// <exception cref="InvalidDataException">It is no export, or does not agree with itself.</exception>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public ExportProver(ExportDirectory export)
    {
        if (ExportDocuments.Read(export, [], out var documents) is { } divergence || documents is null)
            throw new InvalidDataException("This is no export, or it was damaged: see 'argus audit verify'.");
        (_note, _checkpoint, Manifest) = (documents.Note, documents.Checkpoint, documents.Manifest);
        _tiles = new ExportTiles(export, _checkpoint.Size);
        Entries = new ExportEntries(export, _checkpoint.Size);
    }

    public ExportManifest Manifest { get; }

    /// <summary>Compared with nothing yet: a proof is.</summary>
    public ExportEntries Entries { get; }

    /// <summary>The proof that an entry stands in the log.</summary>
    /// <param name="jti">The token that was asked for.</param>
    /// <exception cref="InvalidDataException">The export was damaged: the proof would not hold.</exception>
    public async Task<InclusionProof> ProveAsync(long position, string? jti, CancellationToken cancellation)
    {
        var entry = await EntryAsync(position, cancellation).ConfigureAwait(false);
        var hashes = await new TreeReader(_tiles).InclusionAsync(position, _checkpoint.Size, cancellation).ConfigureAwait(false);
        var proof = new InclusionProof(position, _checkpoint.Size, entry, hashes, _note.ToString(), jti);
        return proof.LeadsTo(_checkpoint) ? proof : throw new InvalidDataException("The export was damaged: a proof from it would not hold. See 'argus audit verify'.");
    }

    private async Task<ReadOnlyMemory<byte>> EntryAsync(long position, CancellationToken cancellation)
    {
        var tile = TilePath.Holding(TilePath.Entries, position, _checkpoint.Size);
        var bundle = await _tiles.ReadAsync(tile, cancellation).ConfigureAwait(false);
        return Nth(bundle.Span, (int)(position % TilePath.FullWidth)).ToArray();
    }

    private static ReadOnlySpan<byte> Nth(ReadOnlySpan<byte> bundle, int index)
    {
        for (var i = 0; EntryBundle.TryRead(ref bundle, out var entry); i++)
        {
            if (i == index)
                return entry;
        }

        throw new InvalidDataException("The entry bundle ends before.");
    }
}
