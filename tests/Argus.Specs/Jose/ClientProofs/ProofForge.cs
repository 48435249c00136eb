using System.Security.Cryptography;
using System.Text;

namespace Argus.Specs.Jose.ClientProofs;

/// <summary>A client's keys, and proofs made with them of any header and payload; the signature is good for whatever they say.</summary>
public sealed class ProofForge : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public const string Url = "https://auth.example/t/acme/oauth/token";

    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);

    public static long Seconds => Now.ToUnixTimeSeconds();

    public string EcJwk => EcJwkOf("");

    public string RsaJwk => RsaJwkOf("");

    public string EcJwkOf(string more)
    {
        var point = _ec.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Forge.Encode(point.X!)}}","y":"{{Forge.Encode(point.Y!)}}"{{more}}}""";
    }

    public string RsaJwkOf(string more) =>
        $$"""{"kty":"RSA","n":"{{Forge.Encode(_rsa.ExportParameters(includePrivateParameters: false).Modulus!)}}","e":"AQAB"{{more}}}""";

    public string Proof(
        string? header = null,
        string? htm = "\"POST\"",
        string? htu = $"\"{Url}\"",
        string? iat = null,
        string? jti = "\"-BwC3ESc6acc2lTc\"",
        string more = "")
    {
        (string Name, string? Value)[] members = [("jti", jti), ("htm", htm), ("htu", htu), ("iat", iat ?? $"{Seconds}")];
        var payload = string.Join(',', members.Where(m => m.Value is not null).Select(m => $"\"{m.Name}\":{m.Value}"));
        return Sign(header ?? Header(), $"{{{payload}{more}}}");
    }

    public string Header(string alg = "ES256", string? jwk = null, string more = "") =>
        $$"""{"typ":"dpop+jwt","alg":"{{alg}}","jwk":{{jwk ?? EcJwk}}{{more}}}""";

    /// <summary>Signed with what the header's <c>alg</c> says, by the EC key for all that is not RSA.</summary>
    public string Sign(string header, string payload)
    {
        var input = $"{Forge.Encode(header)}.{Forge.Encode(payload)}";
        return $"{input}.{Forge.Encode(SignatureOf(header, Encoding.ASCII.GetBytes(input)))}";
    }

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
    }

    private byte[] SignatureOf(string header, byte[] input) =>
        header.Contains("\"PS256\"", StringComparison.Ordinal) ? _rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
        : header.Contains("\"RS256\"", StringComparison.Ordinal) ? _rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : _ec.SignData(input, HashAlgorithmName.SHA256);
}
