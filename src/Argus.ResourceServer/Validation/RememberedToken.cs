using Argus.Jose;
using Argus.ResourceServer.Trust;

namespace Argus.ResourceServer.Validation;

/// <summary>A token whose signature was right.</summary>
/// <param name="Token">What it says.</param>
/// <param name="Issuer">As it was trusted then; a peer with other terms is another object.</param>
/// <param name="Key">With which it was verified.</param>
internal sealed record RememberedToken(AccessToken Token, TrustedIssuer Issuer, VerificationKey Key);
