namespace Argus.Log;

/// <summary>An entry as it lies in the log.</summary>
/// <param name="Tenant">Whose log it is in.</param>
/// <param name="Position">Its place in that log, from 0, without gaps.</param>
/// <param name="StreamVersion">Its place in its stream, from 0.</param>
/// <param name="Feed">Its number in the feed of standing entries, if it is one.</param>
/// <param name="Bytes">The canonical envelope, as it was hashed.</param>
public sealed record LogEntry(string Tenant, long Position, long StreamVersion, long? Feed, ReadOnlyMemory<byte> Bytes)
{
    private string? _stream;

    /// <summary>When it was committed, by the store's clock.</summary>
    public DateTimeOffset Time => Envelope.TimeOf(Bytes.Span);

    /// <summary>The event's name, as the envelope says.</summary>
    public string Type => Envelope.TypeOf(Bytes.Span);

    /// <summary>The stream it belongs to, as the envelope says.</summary>
    public string Stream => _stream ??= Envelope.StreamOf(Bytes.Span);
}

/// <summary>How far a tenant's log has grown.</summary>
/// <param name="Size">Entries in it; the next position.</param>
/// <param name="RootHash">The RFC 6962 root over all of them.</param>
public sealed record LogHead(long Size, ReadOnlyMemory<byte> RootHash);
