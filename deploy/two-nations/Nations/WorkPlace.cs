namespace Argus.TwoNations.Nations;

/// <summary>The directory that both nations have their data in. It goes when the story is over, unless it is to be kept.</summary>
internal sealed class WorkPlace(bool isKept) : IAsyncDisposable
{
    // Where the private PostgreSQL of a node that runs as root lies if its user cannot reach the data directory: docs/operations.md.
    private const string Link = "postgres";
    private const int MostTries = 50;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    public string Path { get; } = Directory.CreateTempSubdirectory("argus-two-nations-").FullName;

    public async ValueTask DisposeAsync()
    {
        if (isKept)
        {
            Console.WriteLine($"Kept: {Path}");
            return;
        }

        foreach (var outside in Outside())
            await DeleteAsync(outside);
        await DeleteAsync(Path);
    }

    private IEnumerable<string> Outside() => Directory.EnumerateDirectories(Path)
        .Select(nation => System.IO.Path.Combine(nation, "data", Link))
        .Where(Directory.Exists)
        .Select(path => Directory.ResolveLinkTarget(path, returnFinalTarget: true))
        .Select(target => target is null ? null : System.IO.Path.GetDirectoryName(target.FullName))
        .OfType<string>().ToArray();

    /// <summary>A PostgreSQL that has lost its node takes a moment to end.</summary>
    private static async Task DeleteAsync(string directory)
    {
        for (var tries = 1; Directory.Exists(directory); tries++)
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (Exception e) when (tries < MostTries && e is IOException or UnauthorizedAccessException)
            {
                await Task.Delay(BetweenTries);
            }
        }
    }
}
