using System.Security.Cryptography;
using Argus.Custody.Pkcs11.Cryptoki;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// An RSA key whose private half is in the token; it signs RS256 and does nothing else. Thread-safe, and holds nothing that must be given back. After an
/// outage it signs again as soon as somebody has connected; until then it fails at once.
/// </summary>
internal sealed class TokenRsa : RSA
{
    private readonly Token _token;
    private readonly byte[] _id;
    private readonly byte[] _modulus;
    private Place? _place;

    internal TokenRsa(Token token, TokenKeyId id, byte[] modulus)
    {
        _token = token;
        _id = id.Bytes;
        _modulus = modulus;
        KeySizeValue = modulus.Length * 8;
    }

    // EMSA-PKCS1-v1_5 (RFC 8017 §9.2, note 1): what goes before a SHA-256 digest.
    private static ReadOnlySpan<byte> DigestInfo => [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

    public override RSAParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
        ? throw new CryptographicException("The private half does not leave the token.")
        : new RSAParameters { Modulus = [.. _modulus], Exponent = [1, 0, 1] };

    public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
    {
        var signature = new byte[_modulus.Length];
        return TrySignHash(hash, signature, hashAlgorithm, padding, out var written) && written == signature.Length
            ? signature
            : throw new CryptographicException("The token gave no signature of the modulus' length.");
    }

    public override bool TrySignHash(
        ReadOnlySpan<byte> hash, Span<byte> destination, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding, out int bytesWritten)
    {
        if (hashAlgorithm != HashAlgorithmName.SHA256 || padding != RSASignaturePadding.Pkcs1 || hash.Length != SHA256.HashSizeInBytes)
            throw new NotSupportedException("Keys in a token sign RS256 only.");
        bytesWritten = 0;
        if (destination.Length < _modulus.Length)
            return false;
        Span<byte> encoded = stackalloc byte[DigestInfo.Length + hash.Length];
        DigestInfo.CopyTo(encoded);
        hash.CopyTo(encoded[DigestInfo.Length..]);
        bytesWritten = Sign(encoded, destination[.._modulus.Length]);
        return true;
    }

    private int Sign(ReadOnlySpan<byte> encoded, Span<byte> signature)
    {
        var connection = _token.Connection ?? throw new CryptographicException("The HSM is away.");
        try
        {
            return connection.Use(new Signing(this, connection, encoded, signature), static (session, signing) => signing.Run(session));
        }
        catch (CryptokiException e)
        {
            _place = null;
            throw new CryptographicException($"The HSM did not sign: {e.Message}", e);
        }
    }

    // The object's number holds as long as the connection; another's may mean another key.
    private nuint Locate(CryptokiSession session, TokenConnection connection)
    {
        var place = Volatile.Read(ref _place);
        if (place is null || place.Connection != connection)
        {
            if (session.Find(ObjectClass.PrivateKey, _id) is not [var found, ..] || !session.ReadModulus(found).AsSpan().SequenceEqual(_modulus))
                throw new CryptokiException("C_FindObjects", CryptokiResult.KeyHandleInvalid);
            Volatile.Write(ref _place, place = new Place(connection, found));
        }

        return place.Object;
    }

    private sealed record Place(TokenConnection Connection, nuint Object);

    private readonly ref struct Signing(TokenRsa key, TokenConnection connection, ReadOnlySpan<byte> encoded, Span<byte> signature)
    {
        private readonly ReadOnlySpan<byte> _encoded = encoded;
        private readonly Span<byte> _signature = signature;

        internal int Run(CryptokiSession session) => session.Sign(key.Locate(session, connection), _encoded, _signature);
    }
}
