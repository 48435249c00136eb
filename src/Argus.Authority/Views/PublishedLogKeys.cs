using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Views;

/// <summary>The keys of a tenant's log as the world sees them: who checks a checkpoint needs nothing else. Made when first asked for.</summary>
public sealed class PublishedLogKeys(LogKeySpans spans)
{
    private LogKeyDocument? _document;

    public static PublishedLogKeys None { get; } = new(LogKeySpans.None);

    /// <summary>From where to where each key signs.</summary>
    public LogKeySpans Spans => spans;

    /// <summary>The bytes of <c>{issuer}/log/keys</c>, the same for the same keys; empty before the first.</summary>
    public byte[] Json => Document.Json;

    /// <summary>A strong entity tag over those bytes (RFC 9110 §8.8.3).</summary>
    public string ETag => Document.ETag;

    private LogKeyDocument Document => Volatile.Read(ref _document) ?? Write();

    /// <exception cref="UnreadableEventException">What the log says of a key is not that key's.</exception>
    public static LogKeyHistory HistoryOf(LogKeySpans spans) => new(spans.Origin ?? throw new UnreadableEventException("The log has no key."), [.. spans.Keys.Select(Key)]);

    /// <summary>The public half that signs tree heads.</summary>
    public static TreeHeadKey TreeHeadKey(LogKeyActivated key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.N), Exponent = [1, 0, 1] });
        return Argus.Log.Checkpoints.TreeHeadKey.Of(key.Origin, rsa);
    }

    internal PublishedLogKeys After(RecordedEvent recorded) => new(spans.After(recorded));

    private static LogKey Key(LogKeySpan span)
    {
        var ed25519 = span.Key.Ed25519 is { } text ? new Ed25519NoteKey(span.Key.Origin, Base64Url.DecodeFromChars(text)) : null;
        var retiredAt = span.RetiredAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : (DateTimeOffset?)null;
        return new LogKey(
            TreeHeadKey(span.Key), ed25519, DateTimeOffset.FromUnixTimeSeconds(span.Key.At), span.Position, retiredAt, span.RetiredPosition);
    }

    private LogKeyDocument Write()
    {
        var json = spans.Keys.IsEmpty ? [] : HistoryOf(spans).ToJson();
        var document = new LogKeyDocument(json, EntityTag.Of(json));
        Volatile.Write(ref _document, document);
        return document;
    }

    private sealed record LogKeyDocument(byte[] Json, string ETag);
}
