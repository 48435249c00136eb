using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Argus.Authority.Keys;

/// <summary>A file with a secret in it: mode 0600 from its first byte on, and there whole or not at all.</summary>
public static partial class OwnerOnlyFile
{
    /// <summary>Writes the file under another name, makes it durable, then gives it its own name unless that is taken: of many who try, one succeeds.</summary>
    /// <returns>False if the file is there already.</returns>
    /// <exception cref="IOException"/>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var half = Path.Combine(directory, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        try
        {
            Write(half, content);
            return TryName(half, path);
        }
        finally
        {
            File.Delete(half);
        }
    }

    /// <summary>Whether nobody but its owner can read or change the file. Windows says nothing that could be checked here.</summary>
    public static bool IsOwnerOnly(string path) =>
        OperatingSystem.IsWindows() || IsOwnerOnly(File.GetUnixFileMode(path));

    /// <summary>Reads the file, provided that nobody but its owner can use it.</summary>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="CustodyException">It cannot be read, is too long, or others than its owner can use it.</exception>
    public static byte[] Read(string path, int most)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // Of the file that is open: the name may belong to another by now.
            if (!OperatingSystem.IsWindows() && !IsOwnerOnly(File.GetUnixFileMode(file.SafeFileHandle)))
                throw new CustodyException($"Others than its owner can use the secret in {path}; its mode must be 0600.");
            if (file.Length > most)
                throw new CustodyException($"{path} has more than {most} bytes.");

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CustodyException($"{path} cannot be read.", e);
        }
    }

    private static bool IsOwnerOnly(UnixFileMode mode) => (mode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == 0;

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>File.Move looks first and renames then, which two can do at once; a link is made or refused in one step.</summary>
    private static bool TryName(string half, string path)
    {
        if (!OperatingSystem.IsWindows() && Link(half, path) == 0)
            return true;
        if (File.Exists(path))
            return false;

        // A file system without links. Windows needs none: there the move itself refuses.
        File.Move(half, path, overwrite: false);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
