using System.Text;

namespace Argus.Postgres.Embedded;

/// <summary>The server's log. It belongs to the node's user; the server inherits it open.</summary>
internal sealed class ServerLogFile(string path)
{
    private const long Largest = 4 << 20;
    private const int TailLength = 1500;

    private long _mark;

    internal string Path { get; } = path;

    /// <summary>Bounds it: one former file is kept. Nobody may be writing.</summary>
    internal void Rotate()
    {
        if (File.Exists(Path) && new FileInfo(Path).Length > Largest)
            File.Move(Path, Path + ".1", overwrite: true);
    }

    /// <summary>What follows is what <see cref="Tail"/> tells.</summary>
    internal void Mark()
    {
        var mode = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Path, mode);
        _mark = file.Length;
    }

    /// <summary>The last lines since the mark, in one.</summary>
    internal string Tail()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(file.Length, Math.Max(_mark, file.Length - TailLength));
        using var reader = new StreamReader(file, Encoding.UTF8);
        return string.Join(" | ", reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
