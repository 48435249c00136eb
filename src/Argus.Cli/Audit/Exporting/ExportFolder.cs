using System.Globalization;
using Argus.Log.Exports;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Cli.Audit.Exporting;

/// <summary>
/// The directory of an export while it is written. A file is there whole or not at all: it is written beside its place and then moved there, so that an export
/// can be ended at any moment and taken up again.
/// </summary>
internal sealed class ExportFolder : ITileSource, IDisposable
{
    /// <summary>Where files are written before they are moved; gone when an export is done.</summary>
    private const string Unfinished = ".unfinished";

    private readonly string _root;
    private readonly FileStream _lock;
    private long _files;

    private ExportFolder(string root, FileStream held)
    {
        _root = root;
        _lock = held;
    }

    /// <exception cref="CommandFailure">It cannot be written to, something else is in it, or another export writes to it.</exception>
    public static ExportFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(root);
            var isOurs = File.Exists(Path.Combine(root, ExportDirectory.KeysFile)) || Directory.Exists(Path.Combine(root, Unfinished));
            if (!isOurs && Directory.EnumerateFileSystemEntries(root).Any())
                throw CommandFailure.Refused("not_an_export", $"{path} holds something else than an export.");
            var unfinished = Directory.CreateDirectory(Path.Combine(root, Unfinished));
            var held = new FileStream(Path.Combine(unfinished.FullName, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (var left in unfinished.EnumerateFiles("*.part"))
                left.Delete();
            return new ExportFolder(root, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Unreachable($"{path} cannot be written to: {e.Message}", e);
        }
    }

    /// <summary>A document that an earlier export left; null if there is none.</summary>
    public byte[]? Find(string name) => InReach(() => File.Exists(PathOf(name)) ? File.ReadAllBytes(PathOf(name)) : null);

    public bool Has(TilePath tile) =>
        InReach(() => new FileInfo(PathOf(tile.ToString())) is { Exists: true } file && (tile.Level == TilePath.Entries || file.Length == tile.Width * MerkleHash.Size));

    /// <summary>The largest size that there is a checkpoint of, but for the one the export goes up to; 0 for none.</summary>
    public long LatestCheckpoint() => InReach(() => !Directory.Exists(PathOf(ExportDirectory.Checkpoints)) ? 0
        : new DirectoryInfo(PathOf(ExportDirectory.Checkpoints)).EnumerateFiles()
            .Select(file => long.TryParse(file.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0).DefaultIfEmpty().Max());

    /// <exception cref="CommandFailure">The file system refuses.</exception>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        try
        {
            var part = Path.Combine(_root, Unfinished, $"{Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture)}.part");
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: name is ExportDirectory.CheckpointFile or ExportDirectory.ManifestFile);
            }

            var path = PathOf(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Unreachable($"{name} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>From here on, until it is written again, the export is not a finished one.</summary>
    public void RemoveManifest() => InReach<object?>(() =>
    {
        File.Delete(PathOf(ExportDirectory.ManifestFile));
        return null;
    });

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>>(InReach(() => File.ReadAllBytes(PathOf(tile.ToString()))));

    /// <summary>Takes away what an export needs only while it is written.</summary>
    public void Finish() => InReach<object?>(() =>
    {
        _lock.Dispose();
        Directory.Delete(Path.Combine(_root, Unfinished), recursive: true);
        return null;
    });

    public void Dispose() => _lock.Dispose();

    private string PathOf(string name) => Path.Combine(_root, name);

    private static T InReach<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Unreachable($"The export's directory cannot be used: {e.Message}", e);
        }
    }
}
