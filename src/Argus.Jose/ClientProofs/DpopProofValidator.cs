using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Argus.Jose.ClientProofs;

/// <summary>
/// Verifies DPoP proofs (RFC 9449 §4.3): that whoever sent a request holds the private half of the key in the proof. Single use of the <c>jti</c> is the
/// caller's to check, behind all of this.
/// </summary>
public static class DpopProofValidator
{
    /// <summary>Bytes of the compact serialization.</summary>
    public const int MaxProofLength = 8 * 1024;

    private const string Typ = "dpop+jwt";

    /// <summary>Never throws for what is in the proof, whatever bytes they are.</summary>
    /// <param name="compact">The field's value as it came. That there was one such field only is the caller's to check (RFC 9449 §4.3, 1).</param>
    /// <param name="rules">What it must say.</param>
    /// <param name="now">The time to judge it by.</param>
    /// <param name="proof">The proof, when the result is <see cref="DpopFault.None"/>.</param>
    public static DpopFault Validate(ReadOnlySpan<byte> compact, DpopRules rules, DateTimeOffset now, out DpopProof? proof)
    {
        ArgumentNullException.ThrowIfNull(rules);
        proof = null;
        if (compact.Length > MaxProofLength) return DpopFault.TooLarge;
        if (!CompactJws.TrySplit(compact, out var jws)) return DpopFault.NotThreeSegments;

        // The decoded segments, and behind them room for the names of one JSON text. It may hold a key that was sent by mistake.
        var rented = ArrayPool<byte>.Shared.Rent(2 * compact.Length);
        try
        {
            return jws.TryDecode(rented) ? Validate(jws, rules, now, out proof) : DpopFault.BadBase64Url;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static DpopFault Validate(in CompactJws jws, DpopRules rules, DateTimeOffset now, out DpopProof? proof)
    {
        proof = null;
        var fault = Read(jws, out var header, out var claims);
        if (fault == DpopFault.None) fault = Judge(header);
        if (fault != DpopFault.None) return fault;

        if (!header.Jwk!.Verify(header.Algorithm, jws.SigningInput, jws.Signature)) return DpopFault.BadSignature;

        fault = claims.Judge();
        if (fault == DpopFault.None) fault = Judge(claims, rules, now);
        if (fault != DpopFault.None) return fault;

        proof = new DpopProof(header.Jwk.Thumbprint, claims.JwtId!, DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt!.Value), claims.Nonce);
        return DpopFault.None;
    }

    private static DpopFault Read(in CompactJws jws, out ProofHeader header, out DpopClaims claims)
    {
        header = default;
        claims = default;
        try
        {
            var json = new StrictJson(jws.Header, jws.Scratch);
            if (!header.Read(ref json)) return header.JwkFault == JwkFault.PrivateMember ? DpopFault.PrivateKey : FaultOf(ref json);

            json = new StrictJson(jws.Payload, jws.Scratch);
            return claims.Read(ref json) ? DpopFault.None : FaultOf(ref json);
        }
        catch (JsonException)
        {
            return DpopFault.BadJson;
        }
    }

    private static DpopFault FaultOf(ref StrictJson json) => json.HasDuplicate ? DpopFault.DuplicateMember : DpopFault.BadJson;

    // RFC 8725 §3.11: compared as it stands; RFC 9449 knows no long form.
    private static DpopFault Judge(in ProofHeader header)
    {
        if (header.Typ != Typ) return DpopFault.WrongType;
        if (header.Algorithm == ProofAlgorithm.None) return DpopFault.WrongAlgorithm;
        if (header.HasCritical) return DpopFault.CriticalHeader;
        if (header.HasUnsupported) return DpopFault.UnsupportedHeader;
        if (header.Jwk is not { } jwk) return DpopFault.BadKey;
        return jwk.Fits(header.Algorithm) ? DpopFault.None : DpopFault.WrongAlgorithm;
    }

    private static DpopFault Judge(in DpopClaims claims, DpopRules rules, DateTimeOffset now)
    {
        if (claims.Method != rules.Method) return DpopFault.WrongMethod;
        if (!HttpUrl.AreEqual(claims.Url!, rules.Url)) return DpopFault.WrongUrl;

        var age = now - DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt!.Value);
        if (age > rules.Tolerance) return DpopFault.Stale;
        if (-age > rules.Tolerance) return DpopFault.IssuedInFuture;

        if (rules.AccessToken is { } token)
        {
            if (claims.AccessTokenHash is null) return DpopFault.MissingClaim;
            if (claims.AccessTokenHash != HashOf(token)) return DpopFault.WrongAccessToken;
        }

        return rules.Nonces is not { } nonces || claims.Nonce is { } nonce && nonces.Contains(nonce) ? DpopFault.None : DpopFault.WrongNonce;
    }

    private static string HashOf(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(accessToken)));
}
