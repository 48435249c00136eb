using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// Verifies signed JWTs: RS256 in the compact serialization (RFC 7515 §7.1) and nothing else, by RFC 8725 and RFC 9068 §4. What the token says
/// never chooses the algorithm or the key's source.
/// </summary>
public static class JwtValidator
{
    /// <summary>Bytes of the compact serialization, where <see cref="TokenRules.MaxLength"/> says nothing else.</summary>
    public const int MaxTokenLength = 16 * 1024;

    /// <summary>Never throws for what is in the token, whatever bytes they are; costs little more than the RSA operation.</summary>
    /// <param name="compactAscii">The token as it came, without white space around it.</param>
    /// <param name="rules">What is demanded of it.</param>
    /// <param name="keyByKid">
    /// The keys trusted for the rules' issuer; null for one that is not. Asked once at most, with 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.
    /// What it throws passes through.
    /// </param>
    /// <param name="now">The time to judge it by.</param>
    /// <param name="token">The token, when the result is <see cref="TokenFault.None"/>.</param>
    public static TokenFault Validate(
        ReadOnlySpan<byte> compactAscii,
        TokenRules rules,
        Func<string, VerificationKey?> keyByKid,
        DateTimeOffset now,
        out VerifiedToken? token)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(keyByKid);
        token = null;
        if (compactAscii.Length > rules.MaxLength) return TokenFault.TooLarge;
        if (!CompactJws.TrySplit(compactAscii, out var jws)) return TokenFault.NotThreeSegments;

        // The decoded segments, and behind them room for the names of one JSON text.
        var rented = ArrayPool<byte>.Shared.Rent(2 * compactAscii.Length);
        try
        {
            return jws.TryDecode(rented) ? Validate(jws, rules, keyByKid, now, out token) : TokenFault.BadBase64Url;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static TokenFault Validate(
        in CompactJws jws,
        TokenRules rules,
        Func<string, VerificationKey?> keyByKid,
        DateTimeOffset now,
        out VerifiedToken? token)
    {
        token = null;
        var fault = Read(jws, rules, out var header, out var claims);
        if (fault == TokenFault.None) fault = header.Judge(rules);
        if (fault != TokenFault.None) return fault;

        if (!claims.IssuerMatches) return TokenFault.WrongIssuer;
        if (keyByKid(header.Kid!) is not { } key) return TokenFault.UnknownKey;

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(jws.SigningInput, digest);
        if (!key.VerifyHash(digest, jws.Signature)) return TokenFault.BadSignature;

        fault = Judge(claims, rules, now);
        if (fault == TokenFault.None) token = TokenOf(header.Kid!, claims, rules, digest, jws.Payload);
        return fault;
    }

    // The one place where the reader's exception for bad syntax ends.
    private static TokenFault Read(in CompactJws jws, TokenRules rules, out JoseHeader header, out ClaimsSet claims)
    {
        header = default;
        claims = default;
        try
        {
            var json = new StrictJson(jws.Header, jws.Scratch);
            var fault = header.Read(ref json, rules);
            if (fault != TokenFault.None) return fault;

            json = new StrictJson(jws.Payload, jws.Scratch);
            return claims.Read(ref json, rules);
        }
        catch (JsonException)
        {
            return TokenFault.BadJson;
        }
    }

    private static TokenFault Judge(in ClaimsSet claims, TokenRules rules, DateTimeOffset now)
    {
        var fault = claims.Judge(rules.Required);
        if (fault != TokenFault.None) return fault;
        if (rules.Audience is { } audience && claims.Audiences?.Contains(audience) != true) return TokenFault.WrongAudience;
        return TokenTimes.Judge(claims, rules, now);
    }

    private static VerifiedToken TokenOf(string kid, in ClaimsSet claims, TokenRules rules, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> payload) => new()
    {
        Kid = kid,
        Issuer = rules.Issuer,
        Subject = claims.Subject ?? "",
        JwtId = claims.JwtId ?? "",
        ClientId = claims.ClientId ?? "",
        Audiences = claims.Audiences ?? [],
        Scope = claims.Scope,
        IssuedAt = claims.IssuedAt ?? 0,
        NotBefore = claims.NotBefore ?? 0,
        ExpiresAt = claims.ExpiresAt!.Value,
        Digest = digest.ToArray(),
        Payload = payload.ToArray(),
    };
}
