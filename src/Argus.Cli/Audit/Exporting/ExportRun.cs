using System.Globalization;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;

namespace Argus.Cli.Audit.Exporting;

/// <summary>One export: whose log it is and how far it goes, then the tiles, then what says that it is whole.</summary>
internal sealed class ExportRun(ExportSource source, ExportFolder folder, string tenant)
{
    /// <param name="until">The size of a checkpoint; null for the latest.</param>
    /// <param name="share">Told from 0 to 1.</param>
    /// <param name="cancellation">Ends it; another run takes it up.</param>
    /// <exception cref="CommandFailure">What came is not the log that was signed, the directory holds another log, or the node cannot be asked.</exception>
    public async Task<ExportDone> RunAsync(long? until, IProgress<double> share, CancellationToken cancellation)
    {
        var issuer = await source.IssuerAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<ExportedProjection> projections = until is null ? await source.ProjectionsAsync(cancellation).ConfigureAwait(false) : [];
        var (note, refused) = await CheckpointAsync(until, projections, cancellation).ConfigureAwait(false);
        var (keysFile, keys) = await source.KeysAsync(issuer, cancellation).ConfigureAwait(false);
        var checkpoint = Signed(note, keys);
        CheckFolder(checkpoint);

        // The first file says whose log this is, also if there is never another.
        folder.Write(ExportDirectory.KeysFile, keysFile);
        var head = await CheckpointsAsync(checkpoint.Size, keys, cancellation).ConfigureAwait(false);
        var tiles = new TileTransfer(source, folder, checkpoint);
        await tiles.RunAsync(share, cancellation).ConfigureAwait(false);

        var manifest = new ExportManifest(
            tenant, checkpoint.Origin, issuer, checkpoint.Size, checkpoint.RootHash, TimeProvider.System.GetUtcNow(), head.Size, head.Root, projections);
        folder.RemoveManifest();
        folder.Write(ExportDirectory.CheckpointFile, note);
        folder.Write(ExportDirectory.ManifestFile, manifest.ToJson());
        folder.Finish();
        return new ExportDone(tenant, checkpoint.Size, checkpoint.RootHash, tiles.Bundles, refused);
    }

    /// <summary>What the node has made of the log can only be compared with entries that the export has.</summary>
    private async Task<(byte[] Note, string? Refused)> CheckpointAsync(long? until, IReadOnlyList<ExportedProjection> projections, CancellationToken cancellation)
    {
        var last = projections.Select(projection => projection.Position).DefaultIfEmpty(-1).Max();
        try
        {
            if (last >= 0)
                return (await source.CoveringAsync(last, cancellation).ConfigureAwait(false), (await source.CheckpointAsync(null, cancellation).ConfigureAwait(false)).Refused);
        }
        catch (CommandFailure failure) when (failure.ExitCode == ExitCode.Refused)
        {
            // A head that is not signed: what was signed before can still be had.
        }

        return await source.CheckpointAsync(until, cancellation).ConfigureAwait(false);
    }

    private static Checkpoint Signed(byte[] bytes, LogKeyHistory keys)
    {
        if (!SignedNote.TryParse(bytes, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            throw CommandFailure.Refused("checkpoint_unreadable", "What came for a checkpoint is no signed note of one.");
        if (checkpoint.Origin != keys.Origin)
            throw CommandFailure.Refused(Divergences.OtherOrigin, $"The checkpoint is of {checkpoint.Origin}, the keys of {keys.Origin}.");
        return keys.KeysAt(checkpoint.Size).OfType<TreeHeadKey>().Any(key => note.Signatures.Any(signature => key.Verify(note.Text, signature)))
            ? checkpoint
            : throw CommandFailure.Refused(Divergences.SignatureBad, $"The checkpoint of {Number(checkpoint.Size)} entries is not signed by a key of the log.");
    }

    private void CheckFolder(Checkpoint checkpoint)
    {
        if (folder.Find(ExportDirectory.KeysFile) is { } bytes && (!LogKeyHistory.TryParse(bytes, out var before) || before.Origin != checkpoint.Origin))
            throw CommandFailure.Refused(Divergences.OtherOrigin, $"The directory holds another log than {checkpoint.Origin}.");
        if (folder.Find(ExportDirectory.ManifestFile) is not { } json)
            return;
        if (!ExportManifest.TryParse(json, out var manifest, out var fault))
            throw CommandFailure.Refused("not_an_export", $"The directory's manifest.json is none: {fault}");
        if (manifest.Tenant != tenant || manifest.Origin != checkpoint.Origin)
            throw CommandFailure.Refused(Divergences.OtherOrigin, $"The directory holds the log {manifest.Origin} of {manifest.Tenant}.");
        if (manifest.Size > checkpoint.Size)
            throw CommandFailure.Refused(Divergences.LogShrunk, $"The directory has {Number(manifest.Size)} entries already, and this checkpoint {Number(checkpoint.Size)}.");
    }

    /// <summary>The earlier checkpoints that are not there yet. They come in order, so that the largest of those that are there says where to go on.</summary>
    private async Task<(long Size, byte[] Root)> CheckpointsAsync(long size, LogKeyHistory keys, CancellationToken cancellation)
    {
        for (var after = folder.LatestCheckpoint(); ;)
        {
            var (headSize, headRoot, page) = await source.CheckpointsAsync(after, cancellation).ConfigureAwait(false);
            foreach (var (earlier, note) in page.Where(item => item.Size < size))
            {
                if (Signed(note, keys).Size != earlier || earlier <= after)
                    throw CommandFailure.Unreachable("The list of checkpoints is not in order.");
                folder.Write($"{ExportDirectory.Checkpoints}/{Number(earlier)}", note);
                after = earlier;
            }

            if (page.Count == 0 || page[^1].Size >= size)
                return (headSize, headRoot);
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
