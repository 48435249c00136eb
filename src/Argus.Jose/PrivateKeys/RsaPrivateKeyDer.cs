using System.Formats.Asn1;
using System.Numerics;

namespace Argus.Jose.PrivateKeys;

/// <summary>Reads private keys in DER. What is in them is not judged here.</summary>
internal static class RsaPrivateKeyDer
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    public static PrivateKeyFault Read(ReadOnlyMemory<byte> der, bool isPkcs1, out RsaNumbers numbers)
    {
        numbers = default;
        try
        {
            return isPkcs1 ? ReadPkcs1(der, out numbers) : ReadPkcs8(der, out numbers);
        }
        catch (AsnContentException)
        {
            return PrivateKeyFault.BadDer;
        }
    }

    // RFC 5208 §5. Attributes say how a key is called or what it may do in the store that it came from; they are passed over.
    private static PrivateKeyFault ReadPkcs8(ReadOnlyMemory<byte> der, out RsaNumbers numbers)
    {
        numbers = default;
        var info = ReadWhole(der);
        var version = info.ReadInteger();
        var algorithm = info.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != RsaEncryption) return PrivateKeyFault.NotRsa;

        // RFC 8017 A.1 wants NULL; RFC 4055 §1.2 has readers accept its absence.
        if (algorithm.HasData) algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
        if (!version.IsZero || !info.TryReadPrimitiveOctetString(out var key)) return PrivateKeyFault.BadDer;

        if (info.HasData) info.ReadSetOf(skipSortOrderValidation: true, new Asn1Tag(TagClass.ContextSpecific, 0));
        info.ThrowIfNotEmpty();
        return ReadPkcs1(key, out numbers);
    }

    // RFC 8017 A.1.2.
    private static PrivateKeyFault ReadPkcs1(ReadOnlyMemory<byte> der, out RsaNumbers numbers)
    {
        numbers = default;
        var key = ReadWhole(der);
        var version = key.ReadInteger();
        if (version.IsOne) return PrivateKeyFault.MultiPrime;
        if (!version.IsZero) return PrivateKeyFault.BadDer;

        Span<BigInteger> read = new BigInteger[8];
        foreach (ref var number in read)
        {
            number = key.ReadInteger();
            if (number.Sign < 0) return PrivateKeyFault.BadDer;
        }

        key.ThrowIfNotEmpty();
        numbers = RsaNumbers.Of(read);
        return PrivateKeyFault.None;
    }

    private static AsnReader ReadWhole(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        return sequence;
    }
}
