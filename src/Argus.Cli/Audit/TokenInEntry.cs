using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Log;

namespace Argus.Cli.Audit;

/// <summary>The token that an entry issued: <c>token.issued</c> itself, or the member <c>token</c> of a family's event.</summary>
internal sealed record ProvenToken(string Jti, string Digest)
{
    /// <summary>Null if it issued none.</summary>
    public static ProvenToken? Of(ReadOnlyMemory<byte> entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry);
            var data = document.RootElement.GetProperty("data");
            var token = document.RootElement.GetProperty("type").ValueEquals("token.issued") ? data : data.GetProperty("token");
            return token.GetProperty("jti").GetString() is { } jti && token.GetProperty("digest").GetString() is { } digest ? new ProvenToken(jti, digest) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where the entry that issued it stands: a stream, and for a family's the version; else the first of the stream.</summary>
    public static (byte[] Stream, long Version) PlaceOf(string jti) =>
        jti.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && long.TryParse(jti.AsSpan(dot + 1), System.Globalization.NumberStyles.None, null, out var version)
            ? (Encoding.ASCII.GetBytes("family:" + jti[..dot]), version)
            : (Encoding.ASCII.GetBytes("token:" + jti), 0);

    /// <summary>RS256 is deterministic: the digest of <c>header.payload</c> is that of one token.</summary>
    public bool Is(string token) =>
        token.LastIndexOf('.') is > 0 and var dot && Digest == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token[..dot])));

    /// <summary>Whether an entry's envelope says that it stands there.</summary>
    public static bool IsAt(ReadOnlySpan<byte> entry, byte[] stream, long version) =>
        EnvelopeTail.TryRead(entry, out var tail) && tail.StreamVersion == version && tail.Stream.SequenceEqual(stream);
}
