using System.Buffers.Text;
using System.Text.Json;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Authority.Issuance;

/// <summary>The claims of an access token (RFC 9068 §2.2), written once and in one order.</summary>
internal static class AccessTokenPayload
{
    /// <param name="header">The encoded header under the key that will sign.</param>
    /// <param name="signatureLength">Of that key.</param>
    /// <param name="issuer"><c>iss</c></param>
    /// <param name="token">All else; its digest is not read, but follows from the result.</param>
    /// <param name="user">What is said of the user, when the token is one's.</param>
    public static UnsignedJws Write(byte[] header, int signatureLength, string issuer, TokenIssued token, AuthenticationClaims? user = null) =>
        PayloadWriter.Write(header, signatureLength, (issuer, token, user), static (json, claims) =>
        {
            var (issuer, token, user) = claims;
            json.WriteString("iss"u8, issuer);
            json.WriteString("sub"u8, token.Sub);
            AudienceClaim.Write(json, token.Aud);
            json.WriteNumber("exp"u8, token.Exp);
            json.WriteNumber("iat"u8, token.Iat);
            json.WriteNumber("nbf"u8, token.Iat);
            json.WriteString("jti"u8, token.Jti.Value);
            json.WriteString("client_id"u8, token.ClientId.Value);
            if (token.Scope is not null)
                json.WriteString("scope"u8, token.Scope);
            user?.Write(json);
            LineageClaims.Write(json, token);
        });

    public static string DigestOf(UnsignedJws token) => Base64Url.EncodeToString(token.Digest);
}

/// <summary>How a user authenticated (RFC 9068 §2.2.1).</summary>
/// <param name="AuthTime">NumericDate seconds.</param>
/// <param name="Acr">How well the user is known.</param>
/// <param name="Amr">By what methods.</param>
/// <param name="Family">The family that an access token is of.</param>
internal readonly record struct AuthenticationClaims(long AuthTime, string Acr, NameSet Amr, FamilyId? Family)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("auth_time"u8, AuthTime);
        json.WriteString("acr"u8, Acr);
        json.WriteStartArray("amr"u8);
        foreach (var method in Amr)
            json.WriteStringValue(method);
        json.WriteEndArray();
        if (Family is { } family)
            json.WriteString("fid"u8, family.Value);
    }
}
