using Argus.Jose;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Trust;

/// <summary>A peer as it stands in a trust bundle.</summary>
/// <param name="Issuer">Its <c>iss</c>.</param>
/// <param name="Keys">Its keys: the bundle's, and no others.</param>
/// <param name="Terms">The bounds.</param>
internal sealed record BundledPeer(string Issuer, IReadOnlyList<RsaPublicJwk> Keys, PeerTerms Terms);

/// <summary>The keys of a peer, which come and go with the bundle that they stand in.</summary>
internal sealed class BundledKeys(IReadOnlyList<RsaPublicJwk> keys) : IKeySource
{
    private readonly KeySet _keys = KeySet.Of(keys, before: null);

    // A bundle that has expired is not asked for its peers at all.
    public KeyKnowledge Knowledge => KeyKnowledge.Fresh;

    public VerificationKey? Find(string kid) => _keys.Find(kid);

    public ValueTask<bool> LookAgainAsync(string kid, CancellationToken stop) => ValueTask.FromResult(false);
}
