using System.Collections.Concurrent;
using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;

namespace Argus.Authority.Federation;

/// <summary>Public keys of peers made ready to verify, each when its first token comes. Which of them is trusted, the view says each time.</summary>
public sealed class PeerVerificationKeys
{
    private const int Most = 1_024;

    private readonly ConcurrentDictionary<string, VerificationKey> _byModulus = new(StringComparer.Ordinal);

    /// <summary>The public half, as RFC 7517 has it.</summary>
    public static RsaPublicJwk Jwk(PeerKeyState key)
    {
        var json = Encoding.ASCII.GetBytes($$"""{"kty":"RSA","kid":"{{key.Kid}}","n":"{{key.N}}","e":"AQAB"}""");
        return RsaPublicJwk.TryParse(json, out var jwk, out var fault) ? jwk : throw new UnreadableEventException($"The key logged for a peer is none: {fault}.");
    }

    internal VerificationKey Of(PeerKeyState key)
    {
        if (_byModulus.TryGetValue(key.N, out var ready))
            return ready;

        // Peers come and go over years; who is still in use is made ready again. One that is forgotten may be verifying just now, and is left to the collector.
        if (_byModulus.Count >= Most)
            _byModulus.Clear();
        return _byModulus.GetOrAdd(key.N, static (_, key) => new VerificationKey(Jwk(key)), key);
    }
}
