using System.Security.Cryptography;

namespace Argus.Authority.Views;

/// <summary>Strong entity tags (RFC 9110 §8.8.3): the same bytes have the same tag, on every node.</summary>
public static class EntityTag
{
    private const int Bytes = 16;

    public static string Of(ReadOnlySpan<byte> document) => $"\"{Convert.ToHexStringLower(SHA256.HashData(document).AsSpan(0, Bytes))}\"";
}
