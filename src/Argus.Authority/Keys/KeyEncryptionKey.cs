using System.Security.Cryptography;
using System.Text;

namespace Argus.Authority.Keys;

/// <summary>AES-256-GCM over private halves at rest. The associated data binds a wrapped key to its tenant and kid.</summary>
public sealed class KeyEncryptionKey(ReadOnlyMemory<byte> key)
{
    /// <summary>Bytes in the key.</summary>
    public const int Size = 32;

    private const byte Format = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    /// <summary>Gives <c>format (1) || nonce (12) || tag (16) || ciphertext</c>.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> privateKey, string context)
    {
        var wrapped = new byte[Overhead + privateKey.Length];
        wrapped[0] = Format;
        var nonce = wrapped.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Span, TagSize);
        aes.Encrypt(nonce, privateKey, wrapped.AsSpan(Overhead), wrapped.AsSpan(1 + NonceSize, TagSize), Encoding.UTF8.GetBytes(context));
        return wrapped;
    }

    /// <summary>The caller clears what it gets.</summary>
    /// <exception cref="CustodyException">Another key wrapped it, or it was changed, or belongs to another context.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string context)
    {
        if (wrapped.Length < Overhead || wrapped[0] != Format)
            throw new CustodyException("What is stored is not a wrapped key.");

        var privateKey = new byte[wrapped.Length - Overhead];
        using var aes = new AesGcm(key.Span, TagSize);
        try
        {
            aes.Decrypt(
                wrapped.Slice(1, NonceSize), wrapped[Overhead..], wrapped.Slice(1 + NonceSize, TagSize), privateKey, Encoding.UTF8.GetBytes(context));
            return privateKey;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new CustodyException("The key-encryption key is not the one that wrapped this key, or the wrapped key was changed.", e);
        }
    }
}
