namespace Argus.Jose.ClientProofs;

/// <summary>Why a DPoP proof was refused: the first check that failed, in the order in which they are made. For logs and metrics, never for the wire.</summary>
public enum DpopFault
{
    None,

    /// <summary>Longer than <see cref="DpopProofValidator.MaxProofLength"/>.</summary>
    TooLarge,

    /// <summary>Not <c>header.payload.signature</c>.</summary>
    NotThreeSegments,

    /// <summary>RFC 7515 §2, RFC 4648 §3.5.</summary>
    BadBase64Url,

    /// <summary>Not one UTF-8 JSON object without lone surrogates (RFC 7493), nested too deeply, or with too many members.</summary>
    BadJson,

    /// <summary>At any depth, escaped spellings of a name included.</summary>
    DuplicateMember,

    /// <summary><c>typ</c> is not <c>dpop+jwt</c>, to the letter.</summary>
    WrongType,

    /// <summary>None of <see cref="ProofAlgorithms.Names"/>, or not one of the key's.</summary>
    WrongAlgorithm,

    /// <summary><c>crit</c> is present (RFC 7515 §4.1.11): no extension is understood here.</summary>
    CriticalHeader,

    /// <summary><c>b64</c> other than true, <c>zip</c> or <c>enc</c>.</summary>
    UnsupportedHeader,

    /// <summary>No <c>jwk</c>, or none that <see cref="ProofJwk"/> takes.</summary>
    BadKey,

    /// <summary>The <c>jwk</c> has private members. Whoever sent it has given its key away.</summary>
    PrivateKey,

    BadSignature,

    /// <summary>A claim of the wrong JSON kind, an empty text, or a <c>jti</c> that is not 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.</summary>
    BadClaim,

    /// <summary><c>jti</c>, <c>htm</c>, <c>htu</c> or <c>iat</c> is absent, or <c>ath</c> where an access token was presented.</summary>
    MissingClaim,

    /// <summary><c>htm</c> is not the request's method.</summary>
    WrongMethod,

    /// <summary><c>htu</c> is not the request's URL.</summary>
    WrongUrl,

    /// <summary><c>iat</c> is too long ago.</summary>
    Stale,

    /// <summary><c>iat</c> is too far ahead.</summary>
    IssuedInFuture,

    /// <summary><c>ath</c> is not of the access token that came with it.</summary>
    WrongAccessToken,

    /// <summary><c>nonce</c> is absent, or none of those that are good now. The sender gets a new one (RFC 9449 §8).</summary>
    WrongNonce,
}
