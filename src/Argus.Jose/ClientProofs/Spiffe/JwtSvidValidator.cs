using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argus.Jose.ClientProofs.Spiffe;

/// <summary>Verifies JWT-SVIDs (SPIFFE JWT-SVID §2 to §4) with the keys of one trust domain.</summary>
public static class JwtSvidValidator
{
    /// <summary>Bytes of the compact serialization.</summary>
    public const int MaxSvidLength = 8 * 1024;

    /// <summary>
    /// Never throws for what is in the SVID, whatever bytes they are. <see cref="TokenFault.WrongIssuer"/> stands for a <c>sub</c> that is no name of a
    /// workload of the trust domain, <see cref="TokenFault.UnsupportedHeader"/> for any header but <c>alg</c>, <c>kid</c> and <c>typ</c> (§2).
    /// </summary>
    public static TokenFault Validate(ReadOnlySpan<byte> compact, SpiffeBundle bundle, JwtSvidRules rules, DateTimeOffset now, out JwtSvid? svid)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(rules);
        svid = null;
        if (compact.Length > MaxSvidLength) return TokenFault.TooLarge;
        if (!CompactJws.TrySplit(compact, out var jws)) return TokenFault.NotThreeSegments;

        // The decoded segments, and behind them room for the names of one JSON text.
        var rented = ArrayPool<byte>.Shared.Rent(2 * compact.Length);
        try
        {
            return jws.TryDecode(rented) ? Validate(jws, bundle, rules, now, out svid) : TokenFault.BadBase64Url;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static TokenFault Validate(in CompactJws jws, SpiffeBundle bundle, JwtSvidRules rules, DateTimeOffset now, out JwtSvid? svid)
    {
        svid = null;
        var common = new TokenRules
        {
            Issuer = bundle.TrustDomain,
            Typ = TokenType.IdToken,
            Audience = rules.Audience,
            ClockSkew = rules.ClockSkew,
            MaxLifetime = rules.MaxLifetime,
        };
        var fault = Read(jws, common, out var header, out var claims);
        if (fault == TokenFault.None) fault = Judge(header);
        if (fault != TokenFault.None) return fault;

        if (bundle.JwtKey(header.Kid!) is not { } key) return TokenFault.UnknownKey;
        if (!key.Verify(header.Algorithm, jws.SigningInput, jws.Signature)) return TokenFault.BadSignature;

        fault = claims.Judge(RequiredClaims.Subject | RequiredClaims.Audience);
        if (fault != TokenFault.None) return fault;
        if (!SpiffeId.TryParse(claims.Subject, out var id) || id.TrustDomain != bundle.TrustDomain) return TokenFault.WrongIssuer;
        if (claims.Audiences is not [var audience] || audience != rules.Audience) return TokenFault.WrongAudience;

        fault = TokenTimes.Judge(claims, common, now);
        if (fault == TokenFault.None) svid = new JwtSvid(id, claims.JwtId, claims.ExpiresAt!.Value, SHA256.HashData(jws.SigningInput));
        return fault;
    }

    private static TokenFault Read(in CompactJws jws, TokenRules rules, out ProofHeader header, out ClaimsSet claims)
    {
        header = default;
        claims = default;
        try
        {
            var json = new StrictJson(jws.Header, jws.Scratch);
            if (!header.Read(ref json)) return json.HasDuplicate ? TokenFault.DuplicateMember : TokenFault.BadJson;

            json = new StrictJson(jws.Payload, jws.Scratch);
            return claims.Read(ref json, rules);
        }
        catch (JsonException)
        {
            return TokenFault.BadJson;
        }
    }

    // §2.3: typ may be absent, and is JWT or JOSE when it is there.
    private static TokenFault Judge(in ProofHeader header)
    {
        if (header.Algorithm == ProofAlgorithm.None) return TokenFault.WrongAlgorithm;
        if (header.Typ is not (null or "JWT" or "JOSE")) return TokenFault.WrongType;
        if (header.Kid is null) return TokenFault.BadKid;
        if (header.HasCritical) return TokenFault.CriticalHeader;
        return header.HasOther ? TokenFault.UnsupportedHeader : TokenFault.None;
    }
}
