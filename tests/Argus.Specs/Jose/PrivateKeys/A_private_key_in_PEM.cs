using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

public class A_private_key_in_PEM(SoundKey sound) : IClassFixture<SoundKey>
{
    private const string Rsa = "1.2.840.113549.1.1.1";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);

    private static readonly Dictionary<string, (Func<RSA, string> Pem, PrivateKeyFault Fault)> Table = new()
    {
        ["encrypted"] = (key => key.ExportEncryptedPkcs8PrivateKeyPem("secret", Encryption), PrivateKeyFault.Encrypted),
        ["encrypted by RFC 1421"] = (key => Legacy(key), PrivateKeyFault.Encrypted),
        ["public"] = (key => key.ExportSubjectPublicKeyInfoPem(), PrivateKeyFault.NotPrivate),
        ["public, PKCS#1"] = (key => key.ExportRSAPublicKeyPem(), PrivateKeyFault.NotPrivate),
        ["a certificate"] = (Certificate, PrivateKeyFault.NotPrivate),
        ["a certificate request"] = (key => Request(key).CreateSigningRequestPem(), PrivateKeyFault.NotPrivate),
        ["EC"] = (_ => Ec().ExportECPrivateKeyPem(), PrivateKeyFault.NotRsa),
        ["EC, PKCS#8"] = (_ => Ec().ExportPkcs8PrivateKeyPem(), PrivateKeyFault.NotRsa),
        ["Ed25519"] = (_ => Pem("PRIVATE KEY", Pkcs8("1.3.101.112", [4, 2, 1, 2], withNull: false)), PrivateKeyFault.NotRsa),
        ["RSA for PSS"] = (key => Pem("PRIVATE KEY", Pkcs8("1.2.840.113549.1.1.10", key.ExportRSAPrivateKey(), withNull: false)), PrivateKeyFault.NotRsa),
        ["OpenSSH's"] = (_ => Pem("OPENSSH PRIVATE KEY", [1, 2, 3]), PrivateKeyFault.UnknownFormat),
        ["parameters"] = (_ => Pem("DH PARAMETERS", [1, 2, 3]), PrivateKeyFault.UnknownFormat),
        ["two keys"] = (key => key.ExportPkcs8PrivateKeyPem() + "\n" + key.ExportRSAPrivateKeyPem(), PrivateKeyFault.NotOneKey),
        ["a key and its certificate"] = (key => key.ExportPkcs8PrivateKeyPem() + "\n" + Certificate(key), PrivateKeyFault.NotOneKey),
        ["a certificate and its key"] = (key => Certificate(key) + "\n" + key.ExportPkcs8PrivateKeyPem(), PrivateKeyFault.NotOneKey),
        ["words before it"] = (key => "Bag Attributes\n" + key.ExportPkcs8PrivateKeyPem(), PrivateKeyFault.BadPem),
        ["words behind it"] = (key => key.ExportPkcs8PrivateKeyPem() + "\nx", PrivateKeyFault.BadPem),
        ["a byte order mark"] = (key => "\uFEFF" + key.ExportPkcs8PrivateKeyPem(), PrivateKeyFault.BadPem),
        ["another label at its end"] = (
            key => key.ExportPkcs8PrivateKeyPem().Replace("END PRIVATE", "END RSA PRIVATE", StringComparison.Ordinal), PrivateKeyFault.BadPem),
        ["cut short"] = (key => key.ExportPkcs8PrivateKeyPem()[..^30], PrivateKeyFault.BadPem),
        ["headers of another kind"] = (key => Legacy(key, "Comment: mine"), PrivateKeyFault.BadPem),
        ["foreign letters"] = (key => key.ExportPkcs8PrivateKeyPem().Replace("MII", "M_I", StringComparison.Ordinal), PrivateKeyFault.BadPem),
        ["no text"] = (_ => "", PrivateKeyFault.BadPem),
        ["JSON"] = (_ => "{}", PrivateKeyFault.BadPem),
        ["more than 16 KiB"] = (key => key.ExportPkcs8PrivateKeyPem() + new string('\n', ImportedKey.MaxLength), PrivateKeyFault.TooLarge),
        ["an empty block"] = (_ => "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", PrivateKeyFault.BadDer),
        ["the other format's label"] = (key => Pem("PRIVATE KEY", key.ExportRSAPrivateKey()), PrivateKeyFault.BadDer),
        ["bytes behind the DER"] = (key => Pem("RSA PRIVATE KEY", [.. key.ExportRSAPrivateKey(), 0]), PrivateKeyFault.BadDer),
        ["bytes behind the inner DER"] = (key => Pem("PRIVATE KEY", Pkcs8(Rsa, [.. key.ExportRSAPrivateKey(), 0])), PrivateKeyFault.BadDer),
        ["a member too many in PKCS#8"] = (key => Pem("PRIVATE KEY", Pkcs8(Rsa, key.ExportRSAPrivateKey(), moreMembers: true)), PrivateKeyFault.BadDer),
        ["a parameter too many"] = (key => Pem("PRIVATE KEY", Pkcs8(Rsa, key.ExportRSAPrivateKey(), moreParameters: true)), PrivateKeyFault.BadDer),
        ["version 1 of PKCS#8"] = (key => Pem("PRIVATE KEY", Pkcs8(Rsa, key.ExportRSAPrivateKey(), version: 1)), PrivateKeyFault.BadDer),
        ["three primes"] = (key => Pem("RSA PRIVATE KEY", Pkcs1(key, version: 1)), PrivateKeyFault.MultiPrime),
        ["three primes, PKCS#8"] = (key => Pem("PRIVATE KEY", Pkcs8(Rsa, Pkcs1(key, version: 1))), PrivateKeyFault.MultiPrime),
        ["version 2"] = (key => Pem("RSA PRIVATE KEY", Pkcs1(key, version: 2)), PrivateKeyFault.BadDer),
        ["a third prime in version 0"] = (key => Pem("RSA PRIVATE KEY", Pkcs1(key, version: 0, more: 3)), PrivateKeyFault.BadDer),
        ["negative numbers"] = (key => Pem("RSA PRIVATE KEY", Pkcs1(key, version: 0, sign: -1)), PrivateKeyFault.BadDer),
        ["1024 bits"] = (_ => Small().ExportRSAPrivateKeyPem(), PrivateKeyFault.KeyTooSmall),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string reason)
    {
        Assert.False(ImportedKey.TryReadPem(Table[reason].Pem(sound.Rsa), out var key, out var fault));
        Assert.Equal((Table[reason].Fault, null), (fault, key));
    }

    [Fact]
    public void is_taken_in_PKCS_1() => AssertTaken(sound.Rsa.ExportRSAPrivateKeyPem());

    [Fact]
    public void is_taken_in_PKCS_8() => AssertTaken(sound.Rsa.ExportPkcs8PrivateKeyPem());

    [Fact]
    public void is_taken_with_white_space_around_it() =>
        AssertTaken("\r\n\t " + sound.Rsa.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\r\n") + "\r\n\r\n");

    [Fact]
    public void is_taken_with_attributes_and_without_the_parameter_NULL() =>
        AssertTaken(Pem("PRIVATE KEY", Pkcs8(Rsa, sound.Rsa.ExportRSAPrivateKey(), withNull: false, withAttributes: true)));

    private void AssertTaken(string pem)
    {
        Assert.True(ImportedKey.TryReadPem(pem, out var key, out var fault), fault.ToString());
        SoundKey.AssertSigns(key, sound.Numbers);
    }

    private static string Pem(string label, byte[] der) => PemEncoding.WriteString(label, der);

    private static ECDsa Ec() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static RSA Small() => RSA.Create(1024);

    private static CertificateRequest Request(RSA key) => new("CN=argus", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Certificate(RSA key) =>
        Request(key).CreateSelfSigned(Forge.Now, Forge.Now.AddDays(1)).ExportCertificatePem();

    private static string Legacy(RSA key, string header = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00") =>
        key.ExportRSAPrivateKeyPem().Replace("KEY-----\nM", $"KEY-----\n{header}\n\nM", StringComparison.Ordinal);

    private static byte[] Pkcs8(
        string algorithm, byte[] key, int version = 0, bool withNull = true, bool moreParameters = false, bool withAttributes = false, bool moreMembers = false)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(version);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                if (withNull) writer.WriteNull();
                if (moreParameters) writer.WriteNull();
            }

            writer.WriteOctetString(key);
            if (withAttributes || moreMembers)
            {
                using var attributes = writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0));
                writer.WriteNull();
            }

            if (moreMembers) writer.WriteNull();
        }

        return writer.Encode();
    }

    private static byte[] Pkcs1(RSA rsa, int version, int? more = null, int sign = 1)
    {
        var key = Arithmetic.NumbersOf(rsa);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(version);
            foreach (var number in (BigInteger[])[key.N, key.E, key.D, key.P, key.Q, key.Dp, key.Dq, key.Qi]) writer.WriteInteger(number * sign);
            if (more is { } another) writer.WriteInteger(another);
        }

        return writer.Encode();
    }
}
