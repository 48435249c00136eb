using System.Text;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Views;

/// <summary>A tenant's key ring as the world sees it: the JWKS document, and the keys that tokens verify with. Made when first asked for: most rings of most nodes never are.</summary>
public sealed class PublishedKeys
{
    private readonly ReadyKeys _ready;
    private JwksDocument? _document;

    private PublishedKeys(KeyRingState ring, ReadyKeys ready)
    {
        Ring = ring;
        Active = ring.Active;
        Next = ring.Next;
        _ready = ready;
    }

    public KeyRingState Ring { get; }

    /// <summary>The key that signs. It is in <see cref="Jwks"/>, for both are of the same ring.</summary>
    public SigningKeyState? Active { get; }

    /// <summary>The key that signs next.</summary>
    public SigningKeyState? Next { get; }

    /// <summary>The bytes of the JWKS (RFC 7517 §5), the same for the same keys; empty if there is no key to show.</summary>
    public byte[] Jwks => Document.Jwks;

    /// <summary>A strong entity tag over those bytes (RFC 9110 §8.8.3).</summary>
    public string ETag => Document.ETag;

    private JwksDocument Document => Volatile.Read(ref _document) ?? Write();

    /// <summary>
    /// The key that a token names, if it is published or revoked: what a revoked key signed may still be good, if it did so before the leak, and is an alarm
    /// if the log does not know it.
    /// </summary>
    public VerificationKey? Find(string kid) => Of(kid) is { } key && (key.Published || key.Status == KeyStatus.Revoked) ? _ready.Of(key) : null;

    /// <summary>
    /// The key that an old ID token names, if it was ever published and is not revoked: as a hint such a token is good long after its key has left the JWKS.
    /// </summary>
    public VerificationKey? FindForHint(string kid) => Of(kid) is { PublishedAt: not null, Status: not KeyStatus.Revoked } key ? _ready.Of(key) : null;

    /// <summary>The bytes of a ring's JWKS, now or as it once was; empty if it had no key to show.</summary>
    public static byte[] JwksOf(KeyRingState ring)
    {
        var published = ring.Keys.Where(key => key.Published).Select(Jwk).ToArray();
        return published.Length == 0 ? [] : JwkSet.Write(published);
    }

    /// <summary>The public half of a key.</summary>
    public static RsaPublicJwk Jwk(SigningKeyState key)
    {
        var json = Encoding.ASCII.GetBytes($$"""{"kty":"RSA","n":"{{key.N}}","e":"AQAB"}""");
        return RsaPublicJwk.TryParse(json, out var jwk, out _) && jwk.Kid == key.Kid.Value
            ? jwk
            : throw new UnreadableEventException($"The modulus logged for key {key.Kid} is not that key's.");
    }

    internal static PublishedKeys None() => new(KeyRingState.Initial, new ReadyKeys());

    internal PublishedKeys After(IKeyRingEvent @event) => new(KeyRingState.Evolve(Ring, @event), _ready);

    private SigningKeyState? Of(string kid)
    {
        var keys = Ring.Keys;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (keys[i].Kid.Value == kid)
                return keys[i];
        }

        return null;
    }

    private JwksDocument Write()
    {
        var jwks = JwksOf(Ring);
        var document = new JwksDocument(jwks, EntityTag.Of(jwks));
        Volatile.Write(ref _document, document);
        return document;
    }

    private sealed record JwksDocument(byte[] Jwks, string ETag);

    /// <summary>Public keys made ready to verify, each when its first token comes, and kept while the ring changes around them.</summary>
    private sealed class ReadyKeys
    {
        private const int Most = 64;

        private Dictionary<Kid, VerificationKey> _keys = [];

        public VerificationKey Of(SigningKeyState key)
        {
            if (Volatile.Read(ref _keys).TryGetValue(key.Kid, out var ready))
                return ready;

            // Who loses the race has made a key in vain; nobody waits for a lock.
            var made = new VerificationKey(Jwk(key));
            var keys = _keys.Count < Most ? new Dictionary<Kid, VerificationKey>(_keys) : [];
            keys[key.Kid] = made;
            Volatile.Write(ref _keys, keys);
            return made;
        }
    }
}
