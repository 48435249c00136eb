using System.Collections.Concurrent;
using System.Globalization;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>
/// The files of an export. Whoever made them may be hostile: nothing is read through a symbolic link, nothing that is no plain file, and never more than a
/// file of its kind can have.
/// </summary>
public sealed class ExportDirectory
{
    /// <summary>Of an entry bundle: 256 of the longest entries.</summary>
    public const int MaxBundleBytes = TilePath.FullWidth * (sizeof(ushort) + Envelope.MaxEntryBytes);

    /// <summary>Of a hash tile.</summary>
    public const int MaxTileBytes = TilePath.FullWidth * MerkleHash.Size;

    public const string ManifestFile = "manifest.json";
    public const string CheckpointFile = "checkpoint";
    public const string KeysFile = "keys.json";
    public const string Checkpoints = "checkpoints";

    private readonly string _root;
    private readonly ConcurrentDictionary<string, bool> _isPlain = new(StringComparer.Ordinal);

    /// <exception cref="ExportUnreadableException">It is no directory.</exception>
    public ExportDirectory(string path)
    {
        _root = Path.GetFullPath(path);
        if (!Directory.Exists(_root))
            throw new ExportUnreadableException($"{path} is no directory.");
    }

    /// <summary>Reads a whole file into a buffer that grows with what the file really has.</summary>
    /// <param name="name">Within the export, with slashes; never from a file.</param>
    /// <param name="most">Bytes; a file that has more is not read.</param>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public ExportFile Read(string name, int most, ref byte[] buffer)
    {
        try
        {
            var file = new FileInfo(Path.Combine(_root, name));
            if (!file.Exists)
                return new ExportFile(name, Directory.Exists(file.FullName) ? FileState.NotAFile : FileState.Missing, 0);
            if (file.Attributes.HasFlag(FileAttributes.ReparsePoint) || !IsPlain(Path.GetDirectoryName(name)!))
                return new ExportFile(name, FileState.NotAFile, 0);
            // Pipes and devices have no length: they would be waited for.
            if (file.Length is 0 || file.Length > most)
                return new ExportFile(name, file.Length is 0 ? FileState.Read : FileState.TooLarge, file.Length);
            if (buffer.Length < file.Length)
                buffer = new byte[Math.Min(most, (int)file.Length + (int)file.Length / 4)];
            using var handle = File.OpenHandle(file.FullName, options: FileOptions.SequentialScan);
            return new ExportFile(name, FileState.Read, Fill(handle, buffer.AsSpan(0, (int)file.Length)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExportUnreadableException($"{name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A small document.</summary>
    /// <param name="content">Empty unless it was read.</param>
    public ExportFile ReadDocument(string name, int most, out ReadOnlyMemory<byte> content)
    {
        byte[] buffer = [];
        var file = Read(name, most, ref buffer);
        content = file.State == FileState.Read ? buffer.AsMemory(0, (int)file.Length) : default;
        return file;
    }

    /// <summary>The sizes that there are checkpoints of, smallest first; files of other names are let be.</summary>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public List<long> CheckpointSizes() => Numbers(Checkpoints, long.MaxValue);

    /// <summary>The widths of which there are partial tiles in a tile's place, narrower than it.</summary>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    internal IEnumerable<TilePath> Beginnings(TilePath tile)
    {
        var first = (tile with { Width = 1 }).ToString();
        return Numbers(first[..first.LastIndexOf('/')], tile.Width - 1).Where(width => width > 0).Select(width => tile with { Width = (int)width });
    }

    /// <summary>The files of a directory whose names are numbers, in order. What lies behind a link is named here, and refused when it is read.</summary>
    private List<long> Numbers(string directory, long most)
    {
        try
        {
            var path = Path.Combine(_root, directory);
            List<long> numbers = Directory.Exists(path)
                ? [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Number(Path.GetFileName(entry), most)).OfType<long>()] : [];
            numbers.Sort();
            return numbers;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExportUnreadableException($"{directory} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether no directory on the way is a link. The export itself may lie behind one.</summary>
    private bool IsPlain(string directory) => directory.Length == 0 || _isPlain.GetOrAdd(directory, name =>
        !new DirectoryInfo(Path.Combine(_root, name)).Attributes.HasFlag(FileAttributes.ReparsePoint) && IsPlain(Path.GetDirectoryName(name)!));

    private static int Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> buffer)
    {
        var at = 0;
        while (at < buffer.Length && RandomAccess.Read(handle, buffer[at..], at) is > 0 and var read)
            at += read;
        return at;
    }

    private static long? Number(string name, long most) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most && number.ToString(CultureInfo.InvariantCulture) == name
            ? number : null;
}

/// <summary>What became of reading a file.</summary>
/// <param name="Length">Bytes read; of a file that is too large, those that it has.</param>
public readonly record struct ExportFile(string Name, FileState State, long Length)
{
    /// <summary>Null if it was read.</summary>
    internal Divergence? Fault(long? position) => State switch
    {
        FileState.Read => null,
        FileState.Missing => new Divergence(Divergences.Truncated, position, Name, "a file", "nothing"),
        FileState.TooLarge => new Divergence(Divergences.TileDiffers, position, Name, null, $"{Length.ToString(CultureInfo.InvariantCulture)} bytes"),
        _ => new Divergence(Divergences.NotAnExport, position, Name, "a file", "something else"),
    };
}

/// <summary>How the reading of a file of an export ended.</summary>
public enum FileState
{
    Read,
    Missing,
    TooLarge,

    /// <summary>A directory, or reached through a link.</summary>
    NotAFile,
}

/// <summary>The export cannot be read: nothing is known about it.</summary>
public sealed class ExportUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
