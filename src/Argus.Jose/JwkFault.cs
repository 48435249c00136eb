namespace Argus.Jose;

/// <summary>Why a JWK or a JWK set was refused.</summary>
public enum JwkFault
{
    None,

    TooLarge,

    /// <summary>Not one UTF-8 JSON object (for a set: with an array of objects named <c>keys</c>), nested too deeply, or with too many members.</summary>
    BadJson,

    /// <summary>RFC 7517 §4.</summary>
    DuplicateMember,

    /// <summary>Holds private or symmetric material: <c>d p q dp dq qi oth k priv</c>. Whoever sent it has given a secret away.</summary>
    PrivateMember,

    MissingMember,

    /// <summary>A member of the wrong JSON kind.</summary>
    BadMember,

    /// <summary><c>kty</c> is not RSA; for the key of a client's proof, neither RSA nor EC.</summary>
    WrongKeyType,

    /// <summary><c>alg</c> is there and is not RS256; for the key of a client's proof, none that fits the key.</summary>
    WrongAlgorithm,

    /// <summary><c>use</c> is there and is not sig, or <c>key_ops</c> is there and lacks verify (RFC 7517 §4.2, §4.3).</summary>
    WrongUse,

    /// <summary>Not 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.</summary>
    BadKid,

    BadBase64Url,

    /// <summary>Even, empty, or with leading zero octets (RFC 7518 §6.3.1.1).</summary>
    BadModulus,

    /// <summary>Below 2048 or above 4096 bits.</summary>
    UnsupportedSize,

    /// <summary>Not 65537, or not in its shortest form.</summary>
    BadExponent,

    /// <summary><c>crv</c> is not P-256. Only the keys of clients' proofs have one.</summary>
    WrongCurve,

    /// <summary>A coordinate not of 32 bytes (RFC 7518 §6.2.1.2), or a point that is not on P-256.</summary>
    BadPoint,

    /// <summary>Two usable keys of a set share a <c>kid</c>, so it would not say which one is meant (RFC 7517 §4.5).</summary>
    DuplicateKid,
}
