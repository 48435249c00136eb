using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Cli.Attacks;

/// <summary>Random text.</summary>
internal static class Secret
{
    private const int Bytes = 32;
    private const int NameBytes = 5;
    private const int VerifierBytes = 16;

    /// <summary>256 bits, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What a process calls itself that hands in receipts: 16 bytes, base64url.</summary>
    public static string NewVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(VerifierBytes));

    /// <summary>A part of a tenant's name: ten of <c>0-9 a-f</c>.</summary>
    public static string NewName() => RandomNumberGenerator.GetHexString(2 * NameBytes, lowercase: true);

    /// <summary>The challenge of a verifier (RFC 7636 §4.2).</summary>
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
