using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Jose.ClientProofs;

/// <summary>A point of P-256, for ES256.</summary>
internal sealed class EcProofKey : IProofKey
{
    private const int CoordinateLength = 32;

    // SEC 2 §2.4.2 (secp256r1): y² = x³ − 3x + b over the field of p.
    private static readonly BigInteger P = Hex("00FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
    private static readonly BigInteger B = Hex("005AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    private readonly ECPoint _point;

    private EcProofKey(ECPoint point)
    {
        _point = point;
        Thumbprint = ThumbprintOf(point);
    }

    public string Thumbprint { get; }

    public static JwkFault TryCreate(byte[] x, byte[] y, out EcProofKey? key)
    {
        key = null;
        if (x.Length != CoordinateLength || y.Length != CoordinateLength || !IsOnCurve(Number(x), Number(y))) return JwkFault.BadPoint;
        key = new EcProofKey(new ECPoint { X = x, Y = y });
        return JwkFault.None;
    }

    public bool Fits(ProofAlgorithm algorithm) => algorithm == ProofAlgorithm.ES256;

    public bool VerifyHash(ProofAlgorithm algorithm, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature)
    {
        // RFC 7518 §3.4: R and S, 32 bytes each; not the DER that TLS has.
        if (signature.Length != 2 * CoordinateLength) return false;

        using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = _point });
        return ecdsa.VerifyHash(sha256, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    // A point of a weaker curve is no key; the platform may notice only when it verifies, by an exception.
    private static bool IsOnCurve(BigInteger x, BigInteger y) =>
        x < P && y < P && (y * y - (x * x * x - 3 * x + B)) % P == 0;

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Hex(string digits) => BigInteger.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // RFC 7638 §3.2.
    private static string ThumbprintOf(ECPoint point)
    {
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
    }
}
