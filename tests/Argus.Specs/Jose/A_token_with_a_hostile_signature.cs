using System.Security.Cryptography;
using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_token_with_a_hostile_signature(Keys keys) : IClassFixture<Keys>
{
    private static readonly Hostile Table = new()
    {
        { "another key", k => Forge.Sign(k.Attackers, Forge.Header(k.Issuers), Forge.Payload()), TokenFault.BadSignature },
        { "its own of another payload", k => Graft(k, Forge.Sign(k.Issuers, Forge.Header(k.Issuers), Forge.Payload(sub: "\"x\""))), TokenFault.BadSignature },
        { "the last byte gone", k => Remade(k, s => s[..^1]), TokenFault.BadSignature },
        { "a zero behind it", k => Remade(k, s => [.. s, 0]), TokenFault.BadSignature },
        { "a zero before it", k => Remade(k, s => [0, .. s]), TokenFault.BadSignature },
        { "twice", k => Remade(k, s => [.. s, .. s]), TokenFault.BadSignature },
        { "all zeros", k => Remade(k, s => new byte[s.Length]), TokenFault.BadSignature },
        { "the number one", k => Remade(k, s => [.. new byte[s.Length - 1], 1]), TokenFault.BadSignature },
        { "all ones", k => Remade(k, s => [.. s.Select(_ => (byte)0xFF)]), TokenFault.BadSignature },
        { "the modulus itself", k => Remade(k, _ => k.IssuersRsa.ExportParameters(false).Modulus!), TokenFault.BadSignature },
        { "one bit turned", k => Remade(k, s => [.. s[..^1], (byte)(s[^1] ^ 1)]), TokenFault.BadSignature },
        { "none", k => Remade(k, _ => []), TokenFault.BadSignature },
        { "6,000 bytes", k => Remade(k, _ => new byte[6000]), TokenFault.BadSignature },
        { "PSS, under RS256", k => Signed(k, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), TokenFault.BadSignature },
        { "SHA-512, under RS256", k => Signed(k, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1), TokenFault.BadSignature },
        { "PSS, under PS256", k => Signed(k, HashAlgorithmName.SHA256, RSASignaturePadding.Pss, "PS256"), TokenFault.WrongAlgorithm },
        { "SHA-512, under RS512", k => Signed(k, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1, "RS512"), TokenFault.WrongAlgorithm },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string fault) => Table.Check(fault, keys);

    private static string Remade(Keys keys, Func<byte[], byte[]> how)
    {
        var token = Forge.Sound(keys.Issuers);
        var last = token.LastIndexOf('.') + 1;
        return token[..last] + Forge.Encode(how(System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(last))));
    }

    private static string Graft(Keys keys, string from)
    {
        var token = Forge.Sound(keys.Issuers);
        return token[..token.LastIndexOf('.')] + from[from.LastIndexOf('.')..];
    }

    private static string Signed(Keys keys, HashAlgorithmName hash, RSASignaturePadding padding, string alg = "RS256")
    {
        var header = Forge.Header(keys.Issuers).Replace("RS256", alg, StringComparison.Ordinal);
        var input = $"{Forge.Encode(header)}.{Forge.Encode(Forge.Payload())}";
        return $"{input}.{Forge.Encode(keys.IssuersRsa.SignData(Encoding.ASCII.GetBytes(input), hash, padding))}";
    }
}
