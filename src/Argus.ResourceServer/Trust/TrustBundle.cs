using System.Collections.Frozen;

namespace Argus.ResourceServer.Trust;

/// <summary>A trust bundle that was verified, and its peers made ready.</summary>
/// <param name="IssuedAt"><c>iat</c>: a later one is never replaced by an earlier.</param>
/// <param name="ExpiresAt"><c>exp</c>: from then on nobody knows its peers.</param>
/// <param name="Peers">By issuer.</param>
internal sealed record TrustBundle(long IssuedAt, DateTimeOffset ExpiresAt, FrozenDictionary<string, TrustedIssuer> Peers);
