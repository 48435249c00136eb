using System.Globalization;
using Argus.Authority.Views;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;

namespace Argus.Authority.Archive;

/// <summary>
/// Writes a tenant's log up to its latest checkpoint into the archive, in the layout of an export (docs/audit-log-format.md, "Exports"). It can be killed
/// anywhere: files are there whole or not at all, and what says that it is finished comes last.
/// </summary>
public sealed class TenantArchiver(IEventLog log, ICheckpointStore checkpoints, LogArchive archive, Issuers issuers, TimeProvider clock)
{
    private const int PageSize = 500;

    /// <summary>Brings the archive up to the latest checkpoint.</summary>
    /// <returns>What it says of itself then; null for a log without a checkpoint.</returns>
    /// <exception cref="LogUnavailableException">The store or the archive cannot be reached; what was written stays, and is gone on with.</exception>
    /// <exception cref="LogDivergedException">What is in the archive, or in the store, is not what was signed.</exception>
    /// <exception cref="InvalidDataException">The archive cannot be read, or is of another log.</exception>
    public async Task<ExportManifest?> ArchiveAsync(TenantView tenant, CancellationToken cancellation)
    {
        if (await checkpoints.LatestAsync(tenant.Id.Value, cancellation).ConfigureAwait(false) is not { } latest || tenant.LogKeys.Json.Length == 0)
            return null;
        if (!SignedNote.TryParse(latest.Note.Span, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            throw new LogDivergedException($"The latest checkpoint of tenant {tenant.Id} cannot be read.");
        var folder = archive.Of(tenant.Id.Value);
        var before = await folder.ManifestAsync(cancellation).ConfigureAwait(false);
        if (before is not null && before.Origin != checkpoint.Origin)
            throw new InvalidDataException($"The archive of {tenant.Id} holds a log of the origin {before.Origin}.");
        if (before?.Size == checkpoint.Size)
            return before.Root.Span.SequenceEqual(checkpoint.RootHash.Span) ? before : throw Differs(tenant, before, checkpoint.RootHash);
        if (before?.Size > checkpoint.Size)
            throw new LogDivergedException($"The archive of tenant {tenant.Id} has {before.Size} entries, its latest checkpoint {checkpoint.Size}: the log has lost what it had.");

        await ArchiveCopy.RunAsync(log.Tiles(tenant.Id.Value), folder, before?.Size ?? 0, checkpoint.Size, checkpoint.RootHash, cancellation).ConfigureAwait(false);
        return await FinishAsync(tenant, folder, before?.Size ?? 0, latest, checkpoint, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes all of the archive anew from its own files, as an auditor does who knows what was signed: the archive's own word is not enough to drop anything.</summary>
    /// <param name="tenant">Whose archive.</param>
    /// <param name="archived">What <see cref="ArchiveAsync"/> answered.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LogDivergedException">It is not what was signed.</exception>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    public async Task VerifyAsync(TenantView tenant, ExportManifest archived, CancellationToken cancellation)
    {
        try
        {
            var verifier = new ExportVerifier(new ExportDirectory(archive.Of(tenant.Id.Value).FullPath), new AuditTerms());
            var report = await verifier.VerifyAsync(null, cancellation).ConfigureAwait(false);
            if (report.Divergence is { } divergence)
                throw new LogDivergedException($"The archive of tenant {tenant.Id} is not what was signed: {divergence}");
            if (report.Manifest is not { } found || found.Size != archived.Size || !found.Root.Span.SequenceEqual(archived.Root.Span))
                throw Differs(tenant, report.Manifest, archived.Root);
        }
        catch (ExportUnreadableException e)
        {
            throw new LogUnavailableException($"The archive of tenant {tenant.Id} cannot be read: {e.Message}", e);
        }
    }

    private static LogDivergedException Differs(TenantView tenant, ExportManifest? found, ReadOnlyMemory<byte> root) => new(
        $"The archive of tenant {tenant.Id} is of another log: its root at {found?.Size} is {Convert.ToBase64String((found?.Root ?? default).Span)}, signed was {Convert.ToBase64String(root.Span)}.");

    private async Task<ExportManifest> FinishAsync(
        TenantView tenant, ArchiveFolder folder, long done, StoredCheckpoint latest, Checkpoint checkpoint, CancellationToken cancellation)
    {
        await folder.WriteAsync(ExportDirectory.KeysFile, tenant.LogKeys.Json, cancellation).ConfigureAwait(false);
        await KeepCheckpointsAsync(tenant, folder, done, latest.Size, cancellation).ConfigureAwait(false);
        await folder.WriteAsync(ExportDirectory.CheckpointFile, latest.Note, cancellation).ConfigureAwait(false);
        var head = await log.ReadHeadAsync(tenant.Id.Value, cancellation).ConfigureAwait(false);
        var manifest = new ExportManifest(
            tenant.Id.Value, checkpoint.Origin, issuers.Of(tenant), checkpoint.Size, checkpoint.RootHash, clock.GetUtcNow(), head.Size, head.RootHash, []);
        await folder.WriteAsync(ExportDirectory.ManifestFile, manifest.ToJson(), cancellation).ConfigureAwait(false);
        return manifest;
    }

    /// <summary>Every one before the latest, the last one of the archive before included.</summary>
    private async Task KeepCheckpointsAsync(TenantView tenant, ArchiveFolder folder, long done, long until, CancellationToken cancellation)
    {
        IReadOnlyList<StoredCheckpoint> page;
        var after = Math.Max(0, done - 1);
        do
        {
            page = await checkpoints.ListAsync(tenant.Id.Value, after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var older in page.Where(older => older.Size < until))
            {
                var name = $"{ExportDirectory.Checkpoints}/{older.Size.ToString(CultureInfo.InvariantCulture)}";
                await folder.WriteAsync(name, older.Note, cancellation).ConfigureAwait(false);
            }

            after = page is [.., var last] ? last.Size : after;
        }
        while (page.Count == PageSize && after < until);
    }
}
