using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Argus.Authority.Keys;

/// <summary>
/// Wraps each private half by a data key of its own, made here, and has only that one wrapped by the provider: private halves do not travel, of whatever
/// size they are. <c>format (3) || length (2, big-endian) || wrapped data key || nonce (12) || tag (16) || ciphertext</c>, AES-256-GCM.
/// </summary>
/// <param name="provider">Wraps data keys of 32 bytes.</param>
public sealed class Envelope(IKeyWrapper provider) : IKeyWrapper
{
    private const byte Format = 3;
    private const int HeaderSize = 3;

    public string Name => provider.Name;

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation)
    {
        var dataKey = RandomNumberGenerator.GetBytes(Seal.KeySize);
        try
        {
            var wrappedKey = await provider.WrapAsync(dataKey, context, cancellation).ConfigureAwait(false);
            var seal = new byte[Seal.Overhead + key.Length];
            Seal.Close(dataKey, key.Span, seal, [Format], context);
            return Compose(wrappedKey, seal);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var (wrappedKey, seal) = Parts(wrapped);
        var dataKey = await provider.UnwrapAsync(wrappedKey, context, cancellation).ConfigureAwait(false);
        try
        {
            return (dataKey.Length == Seal.KeySize ? Seal.Open(dataKey, seal.Span, [Format], context) : null)
                ?? throw new CustodyException($"The data key that {Name} unwrapped is not the one of this key, or the wrapped key was changed.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => provider.WrappingKeyAsync(cancellation);

    /// <summary>The data key stays.</summary>
    public async ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var (wrappedKey, seal) = Parts(wrapped);
        return await provider.RewrapAsync(wrappedKey, context, cancellation).ConfigureAwait(false) is { } anew ? Compose(anew, seal.Span) : null;
    }

    private byte[] Compose(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> seal)
    {
        if (wrappedKey.Length > ushort.MaxValue)
            throw new CustodyException($"{Name} made {wrappedKey.Length} bytes of a data key.");

        var envelope = new byte[HeaderSize + wrappedKey.Length + seal.Length];
        envelope[0] = Format;
        BinaryPrimitives.WriteUInt16BigEndian(envelope.AsSpan(1), (ushort)wrappedKey.Length);
        wrappedKey.CopyTo(envelope.AsSpan(HeaderSize));
        seal.CopyTo(envelope.AsSpan(HeaderSize + wrappedKey.Length));
        return envelope;
    }

    private (ReadOnlyMemory<byte> WrappedKey, ReadOnlyMemory<byte> Seal) Parts(ReadOnlyMemory<byte> wrapped)
    {
        if (wrapped.Span is not [Format, var high, var low, ..] || wrapped.Length - HeaderSize < (high << 8 | low))
            throw new CustodyException($"What is stored is not a key that {Name} wrapped.");

        var length = high << 8 | low;
        return (wrapped.Slice(HeaderSize, length), wrapped[(HeaderSize + length)..]);
    }
}
