using System.Collections.Frozen;
using Argus.Jose;

namespace Argus.ResourceServer.Keys;

/// <summary>The keys of an issuer at one moment.</summary>
internal sealed class KeySet
{
    private readonly FrozenDictionary<string, VerificationKey> _byKid;

    private KeySet(FrozenDictionary<string, VerificationKey> byKid) => _byKid = byKid;

    public int Count => _byKid.Count;

    public IReadOnlyList<string> Kids => _byKid.Keys;

    /// <summary>
    /// Keys that were known before keep their object, so that what was verified with them stays recognised. Those that leave are not disposed: somebody may be
    /// verifying with one; the platform frees them when nobody does any more.
    /// </summary>
    public static KeySet Of(IEnumerable<RsaPublicJwk> keys, KeySet? before) => new(keys
        .Select(jwk => before?.Find(jwk.Kid) is { } known && known.Jwk.Thumbprint == jwk.Thumbprint ? known : new VerificationKey(jwk))
        .ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal));

    public VerificationKey? Find(string kid) => _byKid.GetValueOrDefault(kid);
}
