namespace Argus.Jose;

/// <summary>Why a token was refused: the first check that failed, in the order in which they are made. For logs and metrics, never for the wire.</summary>
public enum TokenFault
{
    None,

    /// <summary>Longer than <see cref="TokenRules.MaxLength"/>.</summary>
    TooLarge,

    /// <summary>Not <c>header.payload.signature</c>; a JWE has five (RFC 7516 §9).</summary>
    NotThreeSegments,

    /// <summary>Padding, white space, a foreign character or non-zero trailing bits (RFC 7515 §2, RFC 4648 §3.5).</summary>
    BadBase64Url,

    /// <summary>Not one UTF-8 JSON object, or one with a lone surrogate (RFC 7493 §2.1), nested too deeply, or with too many members.</summary>
    BadJson,

    /// <summary>RFC 7515 §4 and RFC 7519 §4; at any depth, escaped spellings of a name included.</summary>
    DuplicateMember,

    /// <summary>Anything but RS256 (RFC 8725 §3.1).</summary>
    WrongAlgorithm,

    /// <summary>Missing or another kind of token (RFC 8725 §3.11).</summary>
    WrongType,

    /// <summary>Missing, too long or with characters that no kid needs.</summary>
    BadKid,

    /// <summary><c>crit</c> is present (RFC 7515 §4.1.11): no extension is understood here.</summary>
    CriticalHeader,

    /// <summary><c>b64</c> other than true (RFC 7797), <c>zip</c> or <c>enc</c> (RFC 7516).</summary>
    UnsupportedHeader,

    /// <summary>Missing, of another kind than text, or not the issuer's name byte for byte (RFC 7519 §4.1.1).</summary>
    WrongIssuer,

    /// <summary>No key of that <c>kid</c> is trusted for the issuer.</summary>
    UnknownKey,

    BadSignature,

    /// <summary>A claim of the wrong JSON kind, an empty text, a NumericDate that is no integer in range, or <c>exp</c> not after <c>iat</c>.</summary>
    BadClaim,

    /// <summary>A claim that the rules require is absent (RFC 9068 §2.2 for access tokens).</summary>
    MissingClaim,

    WrongAudience,

    Expired,

    NotYetValid,

    IssuedInFuture,

    LifetimeTooLong,
}
