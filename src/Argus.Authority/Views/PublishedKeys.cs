using System.Collections.Frozen;
using System.Text;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Views;

/// <summary>A tenant's key ring as the world sees it: the JWKS document, and the keys that tokens verify with.</summary>
public sealed class PublishedKeys
{
    // Most tenants' tokens are never verified at most nodes: a key is made ready when the first one comes.
    private readonly FrozenDictionary<string, Lazy<VerificationKey>> _byKid;

    private PublishedKeys(KeyRingState ring, FrozenDictionary<string, Lazy<VerificationKey>> byKid)
    {
        Ring = ring;
        Active = ring.Active;
        _byKid = byKid;
        Jwks = byKid.Count == 0 ? [] : JwkSet.Write(ring.Keys.Where(key => key.Published).Select(Jwk));
        ETag = EntityTag.Of(Jwks);
    }

    public static PublishedKeys None { get; } = new(KeyRingState.Initial, FrozenDictionary<string, Lazy<VerificationKey>>.Empty);

    public KeyRingState Ring { get; }

    /// <summary>The key that signs.</summary>
    public SigningKeyState? Active { get; }

    /// <summary>The bytes of the JWKS (RFC 7517 §5), the same for the same keys; empty if there is no key to show.</summary>
    public byte[] Jwks { get; }

    /// <summary>A strong entity tag over those bytes (RFC 9110 §8.8.3).</summary>
    public string ETag { get; }

    /// <summary>A published key, by the kid that a token names.</summary>
    public VerificationKey? Find(string kid) => _byKid.GetValueOrDefault(kid)?.Value;

    internal static PublishedKeys Of(KeyRingState ring, PublishedKeys before) => new(
        ring,
        ring.Keys.Where(key => key.Published).ToFrozenDictionary(
            key => key.Kid.Value,
            key => before._byKid.GetValueOrDefault(key.Kid.Value) ?? new Lazy<VerificationKey>(() => new VerificationKey(Jwk(key)))));

    private static RsaPublicJwk Jwk(SigningKeyState key)
    {
        var json = Encoding.ASCII.GetBytes($$"""{"kty":"RSA","n":"{{key.N}}","e":"AQAB"}""");
        return RsaPublicJwk.TryParse(json, out var jwk, out _) && jwk.Kid == key.Kid.Value
            ? jwk
            : throw new UnreadableEventException($"The modulus logged for key {key.Kid} is not that key's.");
    }
}
