using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.ResourceServer.Validation;

/// <summary>SHA-256 in base64url, as <c>cnf</c> has it.</summary>
internal static class Thumbprint
{
    private const int Length = 43;

    public static bool IsOne(string text) => text.Length == Length && Base64Url.IsValid(text, out var bytes) && bytes == SHA256.HashSizeInBytes;

    public static bool AreEqual(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
