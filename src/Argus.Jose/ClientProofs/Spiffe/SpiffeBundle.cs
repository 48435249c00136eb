using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Jose.ClientProofs.Spiffe;

/// <summary>What a trust domain's identities are verified with (SPIFFE Trust Domain and Bundle §4): its authorities and its keys for JWTs. Public halves only.</summary>
public sealed class SpiffeBundle
{
    private readonly Dictionary<string, ProofJwk> _jwtKeys;

    internal SpiffeBundle(string trustDomain, X509Certificate2Collection authorities, Dictionary<string, ProofJwk> jwtKeys) =>
        (TrustDomain, Authorities, _jwtKeys) = (trustDomain, authorities, jwtKeys);

    /// <summary>1 to 255 of <c>a-z 0-9 . - _</c>.</summary>
    public string TrustDomain { get; }

    /// <summary>The certificates of its authorities for X.509-SVIDs; may be empty. They are not to be disposed of while the bundle is in use.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>The <c>kid</c>s of its keys for JWT-SVIDs; may be empty.</summary>
    public IReadOnlyCollection<string> JwtKeyIds => _jwtKeys.Keys;

    /// <summary>
    /// Reads a bundle of at most 256 KiB. Keys of other uses, and those that no algorithm here fits, are passed over as SPIFFE and RFC 7517 §5 ask. A private
    /// member in any key refuses all of it, and so does a certificate that is none of an authority.
    /// </summary>
    /// <param name="trustDomain">Whose it is; it does not say so itself.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, string trustDomain, [NotNullWhen(true)] out SpiffeBundle? bundle, out SpiffeBundleFault fault)
    {
        ArgumentNullException.ThrowIfNull(trustDomain);
        bundle = null;
        fault = SpiffeBundleFault.BadTrustDomain;
        return SpiffeId.IsTrustDomain(trustDomain) && SpiffeBundleReader.TryRead(json, trustDomain, out bundle, out fault);
    }

    internal ProofJwk? JwtKey(string kid) => _jwtKeys.GetValueOrDefault(kid);
}

/// <summary>Why a bundle was refused.</summary>
public enum SpiffeBundleFault
{
    None,

    BadTrustDomain,

    /// <summary>More than 256 KiB.</summary>
    TooLarge,

    /// <summary>Not one UTF-8 JSON object with an array of objects named <c>keys</c>.</summary>
    BadJson,

    DuplicateMember,

    /// <summary>A key has private or symmetric material.</summary>
    PrivateMember,

    /// <summary>A key for JWT-SVIDs without a <c>kid</c>, which could never be named (JWT-SVID §6.1).</summary>
    MissingKid,

    /// <summary>Two keys share a <c>kid</c>.</summary>
    DuplicateKid,

    /// <summary>A key for X.509-SVIDs whose <c>x5c</c> is not exactly one certificate of an authority.</summary>
    BadAuthority,

    /// <summary>Nothing in it that could verify anything.</summary>
    Empty,
}
