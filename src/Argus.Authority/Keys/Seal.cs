using System.Security.Cryptography;
using System.Text;

namespace Argus.Authority.Keys;

/// <summary>AES-256-GCM as <c>nonce (12) || tag (16) || ciphertext</c>. A header and a context are authenticated beside it.</summary>
internal static class Seal
{
    /// <summary>Bytes in a key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes that a seal adds.</summary>
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="target">Where it goes: <see cref="Overhead"/> bytes longer than the plaintext.</param>
    public static void Close(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, Span<byte> target, ReadOnlySpan<byte> header, string context)
    {
        var nonce = target[..NonceSize];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plaintext, target[Overhead..], target[NonceSize..Overhead], [.. header, .. Encoding.UTF8.GetBytes(context)]);
    }

    /// <returns>What was sealed, for the caller to clear; null if another key, header or context did it, or a byte has changed.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> target, ReadOnlySpan<byte> header, string context)
    {
        if (target.Length < Overhead)
            return null;

        var plaintext = new byte[target.Length - Overhead];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(target[..NonceSize], target[Overhead..], target[NonceSize..Overhead], plaintext, [.. header, .. Encoding.UTF8.GetBytes(context)]);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
