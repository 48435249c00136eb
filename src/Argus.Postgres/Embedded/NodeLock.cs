namespace Argus.Postgres.Embedded;

/// <summary>
/// The right to run the server of a directory. It is an flock, so the kernel takes it back however the holder dies,
/// and children do not inherit it because .NET opens files close-on-exec.
/// </summary>
internal sealed class NodeLock : IDisposable
{
    // .NET has no exception of its own for a lock that is held, and gives the error number.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOS = 35;

    private readonly List<FileStream> _held = [];

    private NodeLock() { }

    /// <summary>Null when another live node holds it.</summary>
    internal static NodeLock? TryTake(string dataDirectory)
    {
        var taken = new NodeLock();
        return taken.TryHold(dataDirectory) ? taken : null;
    }

    /// <summary>A second directory under the same right: data kept outside may be reached through several data directories (a copied link).</summary>
    internal bool TryAlso(string directory) => TryHold(directory);

    private bool TryHold(string directory)
    {
        try
        {
            _held.Add(new FileStream(Path.Combine(directory, "node.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
            return true;
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMacOS)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var file in _held)
            file.Dispose();
        _held.Clear();
    }
}
