using System.Security.Cryptography;

namespace Argus.Log.Checkpoints.OpenSsl;

/// <summary>
/// Ed25519 (RFC 8032), by the platform's OpenSSL: .NET has none, and it is not made here. Only notes are signed with it (C2SP signed-note), never a token.
/// </summary>
public static class Ed25519
{
    /// <summary>Bytes of a private key's seed.</summary>
    public const int SeedSize = 32;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    private static readonly Lazy<LibCrypto?> Library = new(Find);

    /// <summary>Whether there is an OpenSSL that has Ed25519, and gives RFC 8032's own first signature; one in FIPS mode may not.</summary>
    public static bool IsAvailable => Library.Value is not null;

    /// <exception cref="PlatformNotSupportedException"><see cref="IsAvailable"/> is false.</exception>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed) => PublicKeyOf(Loaded(), seed);

    /// <exception cref="PlatformNotSupportedException"><see cref="IsAvailable"/> is false.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message) => Sign(Loaded(), seed, message);

    /// <returns>False too for what is no public key or no signature.</returns>
    /// <exception cref="PlatformNotSupportedException"><see cref="IsAvailable"/> is false.</exception>
    public static unsafe bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var library = Loaded();
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
            return false;
        fixed (byte* publicBytes = publicKey, messageBytes = message, signatureBytes = signature)
        {
            var key = library.NewRawPublicKey(LibCrypto.Ed25519, 0, publicBytes, (nuint)publicKey.Length);
            var context = library.NewContext();
            var isGood = key != 0 && context != 0 && library.DigestVerifyInit(context, 0, 0, 0, key) == 1
                && library.DigestVerify(context, signatureBytes, (nuint)signature.Length, messageBytes, (nuint)message.Length) == 1;
            Free(library, key, context);
            return isGood;
        }
    }

    private static unsafe byte[] PublicKeyOf(LibCrypto library, ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedSize);
        var publicKey = new byte[PublicKeySize];
        fixed (byte* seedBytes = seed, publicBytes = publicKey)
        {
            var length = (nuint)publicKey.Length;
            var key = library.NewRawPrivateKey(LibCrypto.Ed25519, 0, seedBytes, (nuint)seed.Length);
            var isDone = key != 0 && library.GetRawPublicKey(key, publicBytes, &length) == 1 && length == PublicKeySize;
            Free(library, key, 0);
            return isDone ? publicKey : throw new CryptographicException("OpenSSL gave no Ed25519 public key.");
        }
    }

    private static unsafe byte[] Sign(LibCrypto library, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedSize);
        var signature = new byte[SignatureSize];
        fixed (byte* seedBytes = seed, messageBytes = message, signatureBytes = signature)
        {
            var length = (nuint)signature.Length;
            var key = library.NewRawPrivateKey(LibCrypto.Ed25519, 0, seedBytes, (nuint)seed.Length);
            var context = library.NewContext();
            var isDone = key != 0 && context != 0 && library.DigestSignInit(context, 0, 0, 0, key) == 1
                && library.DigestSign(context, signatureBytes, &length, messageBytes, (nuint)message.Length) == 1 && length == SignatureSize;
            Free(library, key, context);
            return isDone ? signature : throw new CryptographicException("OpenSSL gave no Ed25519 signature.");
        }
    }

    private static unsafe void Free(LibCrypto library, nint key, nint context)
    {
        // Both take a null.
        library.FreeContext(context);
        library.FreeKey(key);
        library.ClearErrors();
    }

    private static LibCrypto Loaded() => Library.Value ?? throw new PlatformNotSupportedException("There is no OpenSSL with Ed25519 here.");

    /// <summary>RFC 8032 §7.1, test 1: the empty message.</summary>
    private static LibCrypto? Find()
    {
        var seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        var expected = Convert.FromHexString(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        var library = LibCrypto.Load();
        try
        {
            return library is not null && Sign(library, seed, []).AsSpan().SequenceEqual(expected) ? library : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
