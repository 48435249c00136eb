using Argus.Log.Exports;

namespace Argus.Cli.Audit;

/// <summary>An export with what it says of itself.</summary>
/// <param name="Directory">Its files.</param>
/// <param name="Manifest">What it says.</param>
internal sealed record OpenedExport(ExportDirectory Directory, ExportManifest Manifest)
{
    public ExportEntries Entries => new(Directory, Manifest.Size);

    /// <exception cref="CommandFailure">There is no export, or none that was finished.</exception>
    public static OpenedExport Open(string path)
    {
        try
        {
            var directory = new ExportDirectory(path);
            var file = directory.ReadDocument(ExportDirectory.ManifestFile, ExportManifest.MaxBytes, out var bytes);
            if (file.State != FileState.Read)
                throw CommandFailure.Refused("not_an_export", $"{ExportDirectory.ManifestFile} is missing or no file; the export was not finished.");
            return ExportManifest.TryParse(bytes, out var manifest, out var fault) ? new OpenedExport(directory, manifest)
                : throw CommandFailure.Refused("not_an_export", $"{ExportDirectory.ManifestFile}: {fault}");
        }
        catch (ExportUnreadableException e)
        {
            throw CommandFailure.Unreachable(e.Message, e);
        }
    }
}
