using Argus.Domain.Families;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Authority.Issuance;

/// <summary>The claims of an ID token (OpenID Connect Core §2): who authenticated, when and how. What else is known of the user, <c>userinfo</c> tells.</summary>
internal static class IdTokenPayload
{
    /// <param name="header">The encoded header under the key that will sign.</param>
    /// <param name="signatureLength">Of that key.</param>
    /// <param name="issuer"><c>iss</c></param>
    /// <param name="token">The access token beside it, whose times it has.</param>
    /// <param name="grant">What the user allowed.</param>
    public static UnsignedJws Write(byte[] header, int signatureLength, string issuer, TokenIssued token, FamilyAuthorized grant) =>
        PayloadWriter.Write(header, signatureLength, (issuer, token, grant), static (json, claims) =>
        {
            var (issuer, token, grant) = claims;
            json.WriteString("iss"u8, issuer);
            json.WriteString("sub"u8, token.Sub);
            json.WriteString("aud"u8, token.ClientId.Value);
            json.WriteNumber("exp"u8, token.Exp);
            json.WriteNumber("iat"u8, token.Iat);
            new AuthenticationClaims(grant.AuthTime, grant.Acr, grant.Amr, null).Write(json);
            if (grant.Nonce is not null)
                json.WriteString("nonce"u8, grant.Nonce);
            if (grant.Session is not null)
                json.WriteString("sid"u8, grant.Session);
        });
}
