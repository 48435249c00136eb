using Argus.Log.Exports;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Archives;

/// <summary>One tenant's log in the archive: the files of an export of it.</summary>
/// <param name="path">Its folder; made when something is written.</param>
/// <param name="tenant">Whose.</param>
public sealed class ArchiveFolder(string path, string tenant) : ITileSource
{
    public string FullPath => path;

    /// <summary>A tile as it lies there, of exactly its width.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation)
    {
        var bytes = await ReadAsync(tile.ToString(), cancellation).ConfigureAwait(false)
            ?? throw new LogUnavailableException($"The archive of {tenant} has no {tile}.");
        if (tile.Level != TilePath.Entries && bytes.Length != tile.Width * MerkleHash.Size)
            throw new InvalidDataException($"The archive of {tenant} has another {tile} than was written.");
        return bytes;
    }

    /// <summary>A whole file; null if it is not there.</summary>
    /// <exception cref="LogUnavailableException">The disk refuses.</exception>
    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(path, name), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogUnavailableException($"The archive of {tenant} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Puts a file in its place, durably, and reads it back.</summary>
    /// <exception cref="LogUnavailableException">The disk refuses, or gives back something else.</exception>
    public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            DurableFile.Write(Path.Combine(path, name), content.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogUnavailableException($"The archive of {tenant} cannot be written: {e.Message}", e);
        }

        if (await ReadAsync(name, cancellation).ConfigureAwait(false) is not { } written || !written.AsSpan().SequenceEqual(content.Span))
            throw new LogUnavailableException($"The archive of {tenant} does not keep {name} as it was written.");
    }

    /// <summary>What the last archiving that was finished says of itself; null before the first.</summary>
    /// <exception cref="InvalidDataException">It says nothing that could be read, or is of another log.</exception>
    public async ValueTask<ExportManifest?> ManifestAsync(CancellationToken cancellation)
    {
        if (await ReadAsync(ExportDirectory.ManifestFile, cancellation).ConfigureAwait(false) is not { } json)
            return null;
        if (!ExportManifest.TryParse(json, out var manifest, out var fault))
            throw new InvalidDataException($"{ExportDirectory.ManifestFile} in the archive of {tenant}: {fault}");
        return manifest.Tenant == tenant ? manifest : throw new InvalidDataException($"The archive of {tenant} holds the log of {manifest.Tenant}.");
    }
}
