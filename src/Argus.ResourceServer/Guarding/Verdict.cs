using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Trust;

namespace Argus.ResourceServer.Guarding;

/// <summary>What was decided about a request.</summary>
/// <param name="Reason">A <see cref="ReasonCode"/>.</param>
/// <param name="Token">The token, if it is right by itself; accepted or not.</param>
/// <param name="Issuer">Whose it claims to be, if that one is trusted.</param>
/// <param name="UnknownKid">The kid, when it is not known.</param>
/// <param name="Proof">What its proof was worth.</param>
internal readonly record struct Verdict(
    string Reason, AccessToken? Token = null, TrustedIssuer? Issuer = null, string? UnknownKid = null, ProofAnswer Proof = ProofAnswer.Proven)
{
    public bool IsAccepted => Reason == ReasonCode.Accepted;
}
