using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Domain.Kernel;

/// <summary>SHA-256 of a text's UTF-8 bytes, in 43 characters of base64url: how the log names a secret, or a personal name, that it must not hold.</summary>
public static class TextDigest
{
    public static string Of(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Compares digests in constant time.</summary>
    /// <param name="known">The one that is kept; null equals nothing.</param>
    /// <param name="digest">The one of what somebody presents.</param>
    public static bool AreEqual(string? known, string digest) =>
        known is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known), Encoding.ASCII.GetBytes(digest));
}
