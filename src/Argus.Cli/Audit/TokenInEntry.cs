using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Domain.Verdicts;
using Argus.Log;

namespace Argus.Cli.Audit;

/// <summary>The token that an entry issued: <c>token.issued</c> itself, or the member <c>token</c> of a family's event.</summary>
internal sealed record TokenInEntry(string Jti, string Digest)
{
    /// <summary>Null if it issued none.</summary>
    public static TokenInEntry? Of(ReadOnlyMemory<byte> entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry);
            var data = document.RootElement.GetProperty("data");
            var token = document.RootElement.GetProperty("type").ValueEquals("token.issued") ? data : data.GetProperty("token");
            return token.GetProperty("jti").GetString() is { } jti && token.GetProperty("digest").GetString() is { } digest ? new TokenInEntry(jti, digest) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>RS256 is deterministic: the digest of <c>header.payload</c> is that of one token.</summary>
    public bool Is(string token) =>
        token.LastIndexOf('.') is > 0 and var dot && Digest == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token[..dot])));

    /// <summary>Whether an entry's envelope says that it stands there.</summary>
    /// <param name="entry">Its bytes.</param>
    /// <param name="place">Of a token (<see cref="IssuedToken.PlaceOf"/>).</param>
    public static bool IsAt(ReadOnlySpan<byte> entry, (string Stream, int Version) place) =>
        EnvelopeTail.TryRead(entry, out var tail) && tail.StreamVersion == place.Version && Ascii.Equals(tail.Stream, place.Stream);
}
