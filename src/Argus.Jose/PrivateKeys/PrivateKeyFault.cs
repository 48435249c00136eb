namespace Argus.Jose.PrivateKeys;

/// <summary>Why a private key from outside was refused: the first check that failed. None says anything of the key's values.</summary>
public enum PrivateKeyFault
{
    None,

    /// <summary>The text is longer than <see cref="ImportedKey.MaxLength"/>.</summary>
    TooLarge,

    /// <summary>Not one PEM block (RFC 7468) and nothing but white space around it.</summary>
    BadPem,

    /// <summary>Several PEM blocks, such as a key with its certificates, or a JWK set.</summary>
    NotOneKey,

    /// <summary>A PEM block of a kind that is not read here, such as OpenSSH's own.</summary>
    UnknownFormat,

    /// <summary>Encrypted under a password (PKCS#8, or the older headers of RFC 1421).</summary>
    Encrypted,

    /// <summary>A public key, a certificate, or a request for one.</summary>
    NotPrivate,

    /// <summary>Another kind of key: EC, Ed25519, symmetric, or RSA bound to PSS signatures (id-RSASSA-PSS), which cannot sign RS256.</summary>
    NotRsa,

    /// <summary>Not the DER of a PKCS#8 (RFC 5208) or PKCS#1 (RFC 8017 A.1.2) private key.</summary>
    BadDer,

    /// <summary>Not one UTF-8 JSON object, nested too deeply, or with too many members.</summary>
    BadJson,

    /// <summary>RFC 7517 §4.</summary>
    DuplicateMember,

    /// <summary>One of <c>kty n e d p q dp dq qi</c> is absent: a key is not taken without its primes, since it could not be checked.</summary>
    MissingMember,

    /// <summary>A member of the wrong JSON kind.</summary>
    BadMember,

    /// <summary>Not base64url, empty, or, for <c>n</c> and <c>e</c>, with leading zero octets (RFC 7518 §2).</summary>
    BadBase64Url,

    /// <summary><c>alg</c> is there and is not RS256.</summary>
    WrongAlgorithm,

    /// <summary><c>use</c> is there and is not sig, or <c>key_ops</c> is there and lacks sign (RFC 7517 §4.2, §4.3).</summary>
    WrongUse,

    /// <summary>More than two primes: <c>oth</c> (RFC 7518 §6.3.2.7), or version 1 of PKCS#1.</summary>
    MultiPrime,

    /// <summary>A modulus below 2048 bits.</summary>
    KeyTooSmall,

    /// <summary>A modulus above 4096 bits.</summary>
    KeyTooLarge,

    /// <summary>An even modulus.</summary>
    BadModulus,

    /// <summary>The public exponent is not 65537.</summary>
    BadExponent,

    /// <summary>The modulus has the structure of CVE-2017-15361 and can be factored by anybody.</summary>
    RocaWeak,

    /// <summary>p·q ≠ n.</summary>
    WrongFactors,

    /// <summary>p = q.</summary>
    EqualPrimes,

    /// <summary>A prime that is not half as long as the modulus (FIPS 186-5 A.1.1).</summary>
    LopsidedPrimes,

    /// <summary>|p − q| ≤ 2^(nlen/2 − 100) (FIPS 186-5 A.1.3): Fermat's method would find them.</summary>
    PrimesTooClose,

    /// <summary>p or q is composite.</summary>
    NotPrime,

    /// <summary>d ≤ 2^(nlen/2) (FIPS 186-5 A.1.1): it can be computed from the public half.</summary>
    PrivateExponentTooSmall,

    /// <summary>d ≥ n, or d·e ≢ 1 modulo lcm(p − 1, q − 1) (RFC 8017 §3.2).</summary>
    WrongPrivateExponent,

    /// <summary>dp ≠ d mod (p − 1), dq ≠ d mod (q − 1), or qi is not the inverse of q modulo p (RFC 8017 §3.2).</summary>
    WrongCrtValues,
}
