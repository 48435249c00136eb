namespace Argus.Log.Archives;

/// <summary>Where logs are archived: a folder for each tenant in the layout of an export, and beside them the indexes of what was dropped.</summary>
/// <param name="Directory">Null where this node has no archive.</param>
public sealed record LogArchive(string? Directory)
{
    private const string Indexes = ".streams";

    /// <exception cref="LogUnavailableException">This node has no archive, or its directory is not there.</exception>
    public ArchiveFolder Of(string tenant) => new(Path.Combine(Reachable(), tenant), tenant);

    /// <summary>Of the entries of a tenant that were dropped with a window.</summary>
    /// <exception cref="LogUnavailableException">This node has no archive, or its directory is not there.</exception>
    public StreamIndex IndexOf(string tenant, DateTimeOffset from, DateTimeOffset to) =>
        new(Path.Combine(Reachable(), Indexes, tenant, $"{from.UtcDateTime:yyyyMMdd'T'HHmmss}_{to.UtcDateTime:yyyyMMdd'T'HHmmss}"));

    private string Reachable()
    {
        if (Directory is null)
            throw new LogUnavailableException("What is asked for is archived, and this node has no archive (Argus:Archive:Directory).");
        return System.IO.Directory.Exists(Directory)
            ? Directory
            : throw new LogUnavailableException($"What is asked for is archived, and the archive {Directory} cannot be reached.");
    }
}
