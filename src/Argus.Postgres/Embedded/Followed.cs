namespace Argus.Postgres.Embedded;

/// <summary>The server of another live node.</summary>
internal sealed record Followed(ServerPlace Place, int FirstProcessId, SocketPlace Socket)
{
    internal string ConnectionString => ServerSettings.ConnectionString(Socket.Directory);

    internal int ProcessId => PostmasterFile.Read(Place.PostmasterFile)?.ProcessId ?? FirstProcessId;

    /// <summary>Null while it does not answer.</summary>
    internal static async Task<Followed?> TryAsync(string dataDirectory, CancellationToken cancellation)
    {
        if (
            ServerPlace.Existing(dataDirectory) is not { } place
            || PostmasterFile.Read(place.PostmasterFile) is not { SaysReady: true, SocketDirectory: { } directory } file
            || !await file.IsServedAsync(place, cancellation).ConfigureAwait(false)
            || !await ServerDatabase.AnswersAsync(directory, cancellation).ConfigureAwait(false)
        )
            return null;
        return new Followed(place, file.ProcessId, new SocketPlace(directory, IsTemporary: directory != place.Root));
    }
}
