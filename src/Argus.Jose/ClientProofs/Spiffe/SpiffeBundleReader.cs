using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Argus.Jose.ClientProofs.Spiffe;

/// <summary>The keys of a bundle as they are met.</summary>
internal sealed class SpiffeBundleReader
{
    private const int MaxLength = 256 * 1024;
    private const string JwtUse = "jwt-svid";
    private const string X509Use = "x509-svid";

    private readonly X509Certificate2Collection _authorities = [];
    private readonly Dictionary<string, ProofJwk> _jwtKeys = new(StringComparer.Ordinal);

    public static bool TryRead(ReadOnlySpan<byte> json, string trustDomain, out SpiffeBundle? bundle, out SpiffeBundleFault fault)
    {
        bundle = null;
        fault = SpiffeBundleFault.TooLarge;
        if (json.Length > MaxLength) return false;

        var reader = new SpiffeBundleReader();
        var scratch = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var strict = new StrictJson(json, scratch);
            fault = reader.Read(ref strict);
        }
        catch (JsonException)
        {
            fault = SpiffeBundleFault.BadJson;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch, clearArray: true);
        }

        if (fault == SpiffeBundleFault.None && reader._authorities.Count + reader._jwtKeys.Count == 0) fault = SpiffeBundleFault.Empty;
        if (fault != SpiffeBundleFault.None) return false;

        bundle = new SpiffeBundle(trustDomain, reader._authorities, reader._jwtKeys);
        return true;
    }

    private static SpiffeBundleFault FaultOf(ref StrictJson strict) =>
        strict.HasDuplicate ? SpiffeBundleFault.DuplicateMember : SpiffeBundleFault.BadJson;

    private SpiffeBundleFault Read(ref StrictJson strict)
    {
        if (!strict.ReadRoot()) return SpiffeBundleFault.BadJson;

        var hasKeys = false;
        while (strict.Read())
        {
            if (strict.Reader.TokenType != JsonTokenType.PropertyName) continue;

            var isKeys = strict.Name.SequenceEqual("keys"u8);
            if (!strict.Read()) break;
            hasKeys |= isKeys;
            if (isKeys && ReadKeys(ref strict) is var fault && fault != SpiffeBundleFault.None) return fault;
            if (!isKeys && !strict.Skip()) break;
        }

        return strict.IsWhole && hasKeys ? SpiffeBundleFault.None : FaultOf(ref strict);
    }

    private SpiffeBundleFault ReadKeys(ref StrictJson strict)
    {
        if (strict.Reader.TokenType != JsonTokenType.StartArray) return SpiffeBundleFault.BadJson;

        while (strict.Read() && strict.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (strict.Reader.TokenType != JsonTokenType.StartObject) return SpiffeBundleFault.BadJson;

            var read = ProofJwkMembers.Read(ref strict, out var members);
            if (read == JwkFault.PrivateMember) return SpiffeBundleFault.PrivateMember;
            if (read != JwkFault.None) return FaultOf(ref strict);

            var fault = Take(members);
            if (fault != SpiffeBundleFault.None) return fault;
        }

        return strict.Reader.TokenType == JsonTokenType.EndArray ? SpiffeBundleFault.None : FaultOf(ref strict);
    }

    private SpiffeBundleFault Take(in ProofJwkMembers members) => members.Use switch
    {
        JwtUse => TakeJwtKey(members),
        X509Use => TakeAuthority(members),
        _ => SpiffeBundleFault.None,
    };

    private SpiffeBundleFault TakeJwtKey(in ProofJwkMembers members)
    {
        if (members.Judge(out var jwk, JwtUse) != JwkFault.None) return SpiffeBundleFault.None;
        if (members.Kid is not { } kid) return SpiffeBundleFault.MissingKid;
        return _jwtKeys.TryAdd(kid, jwk!) ? SpiffeBundleFault.None : SpiffeBundleFault.DuplicateKid;
    }

    // SPIFFE Trust Domain and Bundle §4.2.2 and X509-SVID §6.1: one value, and it is a signing certificate.
    private SpiffeBundleFault TakeAuthority(in ProofJwkMembers members)
    {
        if (members.Certificates is not [var encoded]) return SpiffeBundleFault.BadAuthority;

        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(encoded));
            _authorities.Add(certificate);
            return certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority)
                ? SpiffeBundleFault.None
                : SpiffeBundleFault.BadAuthority;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return SpiffeBundleFault.BadAuthority;
        }
    }
}
