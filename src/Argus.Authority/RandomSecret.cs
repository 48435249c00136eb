using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Argus.Authority;

/// <summary>256 random bits in 43 characters of base64url: what codes, tokens and cookies are worth. Nobody guesses it, so one hash of it is safe to keep.</summary>
public static class RandomSecret
{
    /// <summary>Characters of one; a SHA-256 digest has as many.</summary>
    public const int Length = 43;

    private const int Bytes = 32;

    // Base64Url.IsValid overlooks white space.
    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether a text may be 256 bits in base64url.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) => text.Length == Length && !text.ContainsAnyExcept(Characters);
}
