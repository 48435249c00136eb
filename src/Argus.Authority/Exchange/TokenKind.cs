namespace Argus.Authority.Exchange;

/// <summary>Names of token types (RFC 8693 §3) that can be exchanged, and be asked for. Access tokens are JWTs here: both names mean the same.</summary>
public static class TokenKind
{
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    public const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    /// <summary>Refresh tokens and ID tokens are not: the one is a secret between its client and the authority, the other is for its client to read.</summary>
    public static bool IsKnown(string type) => type is AccessToken or Jwt;
}
