namespace Argus.Postgres.Embedded;

internal sealed record PrivatePostgresOptions(string DataDirectory)
{
    /// <summary>Where to look for the server's programs, best first.</summary>
    internal IEnumerable<string> BinaryFolders { get; init; } = ServerBinaries.UsualFolders();

    /// <summary>Longest wait for a server of our own.</summary>
    internal TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for the server of another node.</summary>
    internal TimeSpan FollowTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
