namespace Argus.Jose;

/// <summary>The claims without which a kind of token is refused. <c>iss</c> and <c>exp</c> are required of all and are not listed.</summary>
[Flags]
public enum RequiredClaims
{
    None = 0,
    Subject = 1,
    Audience = 2,
    IssuedAt = 4,
    JwtId = 8,
    ClientId = 16,

    /// <summary>RFC 9068 §2.2.</summary>
    AccessToken = Subject | Audience | IssuedAt | JwtId | ClientId,

    /// <summary>OpenID Connect Core §2.</summary>
    IdToken = Subject | Audience | IssuedAt,

    /// <summary>RFC 7523 §3, with <c>jti</c> since an assertion is good for one use here.</summary>
    Assertion = Subject | Audience | JwtId,
}
