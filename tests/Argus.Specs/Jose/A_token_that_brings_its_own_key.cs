using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.Specs.Jose;

/// <summary>RFC 7515 §4.1.2 to §4.1.8: header parameters that say where a key is to be had. None is ever followed.</summary>
public class A_token_that_brings_its_own_key(Keys keys) : IClassFixture<Keys>
{
    public static TheoryData<string> Parameters => ["jwk", "jku", "x5u", "x5c", "x5t#S256"];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void is_refused_when_it_is_signed_with_that_key_under_a_trusted_kid(string parameter)
    {
        var header = Forge.Header(keys.Issuers, $",\"{parameter}\":{ValueOf(parameter)}");

        Assert.Equal(TokenFault.BadSignature, keys.Validate(Forge.Sign(keys.Attackers, header, Forge.Payload())));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void is_refused_when_it_is_signed_with_that_key_under_its_own_kid(string parameter)
    {
        var header = Forge.Header(keys.Attackers, $",\"{parameter}\":{ValueOf(parameter)}");

        Assert.Equal(TokenFault.UnknownKey, keys.Validate(Forge.Sign(keys.Attackers, header, Forge.Payload())));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void is_judged_by_the_trusted_key_alone(string parameter)
    {
        var header = Forge.Header(keys.Issuers, $",\"{parameter}\":{ValueOf(parameter)}");

        Assert.Equal(TokenFault.None, keys.Validate(Forge.Sign(keys.Issuers, header, Forge.Payload())));
    }

    private string ValueOf(string parameter) => parameter switch
    {
        "jwk" => Jwk(),
        "x5c" => $"[\"{Certificate()}\"]",
        _ => "\"https://evil.example/key\"",
    };

    private string Jwk()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) keys.Attackers.PublicJwk.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Certificate()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=evil.example", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Forge.Now, Forge.Now.AddDays(1));
        return Convert.ToBase64String(certificate.RawData);
    }
}
