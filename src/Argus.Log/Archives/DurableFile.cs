using System.Runtime.InteropServices;

namespace Argus.Log.Archives;

/// <summary>Files that are there whole or not at all, whenever the power goes.</summary>
internal static partial class DurableFile
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Writes beside its place, has the disk take it, then moves it there and has the disk take that.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        var beside = path + ".new";
        using (var handle = File.OpenHandle(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        Settle(beside, path);
    }

    /// <summary>Moves a file that was written and flushed beside its place.</summary>
    public static void Settle(string beside, string path)
    {
        File.Move(beside, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>A name is durable when its directory is. Only Linux asks for it, and has a call for it.</summary>
    private static void FlushDirectory(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = Open(directory, ReadOnlyDirectory);
        if (descriptor < 0)
            throw new IOException($"The directory {directory} cannot be opened ({Marshal.GetLastPInvokeError()}).");
        var flushed = Flush(descriptor);
        _ = Close(descriptor);
        if (flushed != 0)
            throw new IOException($"The directory {directory} cannot be flushed to disk.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
