using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Argus.ResourceServer.Revocation;

/// <summary>SHA-256 of the name of a user or a client: how the feed speaks of them to everybody.</summary>
internal readonly record struct NameHash(ulong A, ulong B, ulong C, ulong D)
{
    public static NameHash Of(string name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        return Of(digest);
    }

    /// <param name="text">43 characters of base64url.</param>
    /// <param name="hash">The hash, if it is one.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out NameHash hash)
    {
        hash = default;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (text.Length != Base64Url.GetEncodedLength(digest.Length) || !Base64Url.TryDecodeFromChars(text, digest, out var length) || length != digest.Length)
            return false;
        hash = Of(digest);
        return true;
    }

    // Evenly spread already.
    public override int GetHashCode() => (int)A;

    private static NameHash Of(ReadOnlySpan<byte> digest)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(digest);
        return new NameHash(parts[0], parts[1], parts[2], parts[3]);
    }
}
