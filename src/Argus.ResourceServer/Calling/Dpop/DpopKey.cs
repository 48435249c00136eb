using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.ResourceServer.Calling.Dpop;

/// <summary>
/// A key of this process alone (RFC 9449): P-256, never stored, gone with the process. It signs proofs that the process holds it, and nothing else; no token of
/// Argus is signed with ES256.
/// </summary>
internal sealed class DpopKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock _gate = new();
    private readonly string _encodedHeader;

    public DpopKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;

        // RFC 7638 §3.2: these members in this order, without white space; the thumbprint is of these bytes.
        var jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(jwk)));
        _encodedHeader = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"ES256","jwk":{{jwk}},"typ":"dpop+jwt"}"""));
    }

    /// <summary>RFC 7638 with SHA-256, base64url: the <c>jkt</c> of tokens that are bound to it.</summary>
    public string Thumbprint { get; }

    /// <returns>A proof (RFC 9449 §4.2) with these claims.</returns>
    public string Sign(ReadOnlySpan<byte> claims)
    {
        var input = $"{_encodedHeader}.{Base64Url.EncodeToString(claims)}";
        byte[] signature;
        lock (_gate)
            signature = _key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();
}
