namespace Argus.Jose;

/// <summary>The three segments of a compact serialization (RFC 7515 §7.1), and their bytes once decoded.</summary>
internal ref struct CompactJws
{
    private ReadOnlySpan<byte> _encodedHeader;
    private ReadOnlySpan<byte> _encodedPayload;
    private ReadOnlySpan<byte> _encodedSignature;

    /// <summary>ASCII of <c>header.payload</c> (RFC 7515 §5.2).</summary>
    public ReadOnlySpan<byte> SigningInput { get; private set; }

    public ReadOnlySpan<byte> Header { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    /// <summary>What is left of the buffer: at least as long as the header and as the payload.</summary>
    public Span<byte> Scratch { get; private set; }

    public static bool TrySplit(ReadOnlySpan<byte> compact, out CompactJws jws)
    {
        jws = default;
        if (compact.Count((byte)'.') != 2) return false;

        var first = compact.IndexOf((byte)'.');
        var last = compact.LastIndexOf((byte)'.');
        jws.SigningInput = compact[..last];
        jws._encodedHeader = compact[..first];
        jws._encodedPayload = compact[(first + 1)..last];
        jws._encodedSignature = compact[(last + 1)..];
        return true;
    }

    /// <param name="buffer">At least twice as long as the serialization.</param>
    public bool TryDecode(Span<byte> buffer)
    {
        if (!Base64UrlStrict.TryDecode(_encodedHeader, buffer, out var written)) return false;
        Header = buffer[..written];
        buffer = buffer[written..];

        if (!Base64UrlStrict.TryDecode(_encodedPayload, buffer, out written)) return false;
        Payload = buffer[..written];
        buffer = buffer[written..];

        if (!Base64UrlStrict.TryDecode(_encodedSignature, buffer, out written)) return false;
        Signature = buffer[..written];
        Scratch = buffer[written..];
        return true;
    }
}
