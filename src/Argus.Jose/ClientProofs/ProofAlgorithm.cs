namespace Argus.Jose.ClientProofs;

/// <summary>
/// The signature algorithms of clients' proofs. Argus' own tokens have one algorithm, RS256; what a client signs to prove who it is may have one of
/// these. No symmetric one is among them, and none is read from a text that is not in the table.
/// </summary>
public enum ProofAlgorithm
{
    None,

    /// <summary>ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).</summary>
    ES256,

    /// <summary>RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 7518 §3.5).</summary>
    PS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).</summary>
    RS256,
}

/// <summary>The names of the algorithms.</summary>
public static class ProofAlgorithms
{
    /// <summary>As metadata lists them, for example in <c>dpop_signing_alg_values_supported</c> (RFC 9449 §5.1).</summary>
    public static IReadOnlyList<string> Names { get; } = [nameof(ProofAlgorithm.ES256), nameof(ProofAlgorithm.PS256), nameof(ProofAlgorithm.RS256)];

    internal static ProofAlgorithm Parse(string? name) => name switch
    {
        "ES256" => ProofAlgorithm.ES256,
        "PS256" => ProofAlgorithm.PS256,
        "RS256" => ProofAlgorithm.RS256,
        _ => ProofAlgorithm.None,
    };
}
