using System.Security.Cryptography;

namespace Argus.Log.Checkpoints;

/// <summary>A log's RSA key: signs RFC 6962's TreeHeadSignature (note signature type 0x05 of C2SP static-ct-api).</summary>
public sealed class TreeHeadKey : NoteKey
{
    internal const byte Type = 0x05;

    private const int FewestBits = 2_048;
    private const int MostBits = 8_192;

    /// <param name="name">The log's origin.</param>
    /// <param name="subjectPublicKeyInfo">DER. RSA, 2,048 to 8,192 bits, e = 65537.</param>
    /// <exception cref="ArgumentException">It is another key.</exception>
    public TreeHeadKey(string name, byte[] subjectPublicKeyInfo)
        : base(name, Type, subjectPublicKeyInfo, SHA256.HashData(subjectPublicKeyInfo))
    {
        if (!IsAllowed(subjectPublicKeyInfo))
            throw new ArgumentException("A log's key is RSA of 2048 to 8192 bits with the exponent 65537.", nameof(subjectPublicKeyInfo));
    }

    /// <param name="name">The log's origin.</param>
    public static TreeHeadKey Of(string name, RSA key) => new(name, key.ExportSubjectPublicKeyInfo());

    /// <summary>The modulus and the exponent, most significant byte first.</summary>
    public RSAParameters Parameters()
    {
        using var rsa = Import();
        return rsa.ExportParameters(includePrivateParameters: false);
    }

    /// <inheritdoc/>
    /// <remarks>The signature does not cover the origin: a checkpoint that names another log is refused here, and so is one with more than three lines.</remarks>
    public override bool Verify(string text, NoteSignature signature)
    {
        if (!IsNamedBy(signature) || !Checkpoint.TryParse(text, out var checkpoint) || checkpoint.Origin != Name || checkpoint.Text != text)
            return false;
        if (!TreeHeadSignature.TryUnwrap(signature.Signature.Span, out var milliseconds, out var signed))
            return false;
        using var rsa = Import();
        return rsa.VerifyData(TreeHeadSignature.ToSign(checkpoint, milliseconds), signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public override DateTimeOffset? TimeOf(NoteSignature signature) =>
        TreeHeadSignature.TryUnwrap(signature.Signature.Span, out var milliseconds, out _) && milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;

    internal static bool IsAllowed(byte[] subjectPublicKeyInfo)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            // Written again it must be the same: else one key would have many names.
            return read == subjectPublicKeyInfo.Length && rsa.KeySize is >= FewestBits and <= MostBits
                && rsa.ExportParameters(false).Exponent is [0x01, 0x00, 0x01] && rsa.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private RSA Import()
    {
        var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Material, out _);
        return rsa;
    }
}
