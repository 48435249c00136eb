using System.Buffers.Text;
using System.Text;
using Argus.Jose;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Revocation;

namespace Argus.ResourceServer.Trust;

/// <summary>An issuer whose tokens are accepted, and what is demanded of them.</summary>
/// <param name="rules">For its access tokens.</param>
/// <param name="keys">Its keys.</param>
/// <param name="revocations">Who knows which of its tokens are revoked.</param>
/// <param name="terms">What an anchor allows it; null for a configured issuer.</param>
internal sealed class TrustedIssuer(TokenRules rules, IKeySource keys, IRevocationView revocations, PeerTerms? terms = null)
{
    public string Name => rules.Issuer;

    /// <summary>What the encoded payload of a token begins with that names the issuer first: all of it that no further character changes (RFC 4648 §5).</summary>
    public byte[] PayloadStart { get; } = StartOf(rules.Issuer);

    public TokenRules Rules => rules;

    public IKeySource Keys => keys;

    public IRevocationView Revocations => revocations;

    public PeerTerms? Terms => terms;

    private static byte[] StartOf(string issuer)
    {
        var start = Encoding.UTF8.GetBytes($"{{\"iss\":\"{issuer}\"");
        return Base64Url.EncodeToUtf8(start.AsSpan(0, start.Length / 3 * 3));
    }
}
