using System.Security.Cryptography;

namespace Argus.Authority.Keys;

/// <summary>AES-256-GCM over private halves at rest. The associated data binds a wrapped key to its tenant and kid.</summary>
public sealed class KeyEncryptionKey
{
    /// <summary>Bytes in the key.</summary>
    public const int Size = Seal.KeySize;

    /// <summary>Of the first release: it does not say which key wrapped.</summary>
    private const byte Nameless = 1;

    private const byte Named = 2;
    private const int IdSize = 8;
    private const int HeaderSize = 1 + IdSize;

    private readonly ReadOnlyMemory<byte> _key;
    private readonly byte[] _header;

    /// <param name="key">32 bytes, as they are from now on.</param>
    public KeyEncryptionKey(ReadOnlyMemory<byte> key)
    {
        _key = key;
        _header = [Named, .. SHA256.HashData([.. "argus key-encryption key\0"u8, .. key.Span]).AsSpan(0, IdSize)];
        Id = Convert.ToHexStringLower(_header.AsSpan(1));
    }

    /// <summary>Which key it is, in 16 hex digits that say nothing about it.</summary>
    public string Id { get; }

    /// <summary>Gives <c>format (2) || id (8) || nonce (12) || tag (16) || ciphertext</c>.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> privateKey, string context)
    {
        var wrapped = new byte[HeaderSize + Seal.Overhead + privateKey.Length];
        _header.CopyTo(wrapped, 0);
        Seal.Close(_key.Span, privateKey, wrapped.AsSpan(HeaderSize), _header, context);
        return wrapped;
    }

    /// <summary>The caller clears what it gets.</summary>
    /// <exception cref="CustodyException">Another key wrapped it, or it was changed, or belongs to another context.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string context) =>
        TryUnwrap(wrapped, context)
        ?? throw new CustodyException("The key-encryption key is not the one that wrapped this key, or the wrapped key was changed.");

    /// <summary>Whether this key wrapped it, by its name; what does not say so was wrapped by nobody that is known.</summary>
    internal bool IsWrapperOf(ReadOnlySpan<byte> wrapped) => wrapped.StartsWith(_header);

    internal byte[]? TryUnwrap(ReadOnlySpan<byte> wrapped, string context)
    {
        if (IsWrapperOf(wrapped))
            return Seal.Open(_key.Span, wrapped[HeaderSize..], _header, context);
        return wrapped is [Nameless, ..] ? Seal.Open(_key.Span, wrapped[1..], [], context) : null;
    }
}
