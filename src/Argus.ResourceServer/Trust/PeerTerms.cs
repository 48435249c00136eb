using System.Collections.Frozen;

namespace Argus.ResourceServer.Trust;

/// <summary>The bounds of an anchor's trust in a peer.</summary>
/// <param name="Anchor">The issuer that says so.</param>
/// <param name="Audiences">All of a token's audiences must be among them.</param>
/// <param name="Scopes">What a token says beyond them does not count.</param>
/// <param name="MaxLifetime">Of a token; null for no bound of the anchor's.</param>
/// <param name="SubjectPrefix">Goes before the peer's names of users and clients, so that none is taken for one of our own.</param>
internal sealed record PeerTerms(string Anchor, FrozenSet<string> Audiences, FrozenSet<string> Scopes, TimeSpan? MaxLifetime, string SubjectPrefix);
