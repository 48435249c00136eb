using Argus.ResourceServer.Trust;

namespace Argus.ResourceServer.Validation;

/// <summary>What is known of a token by itself: form, issuer, signature, times.</summary>
/// <param name="Reason">A <see cref="ReasonCode"/>.</param>
/// <param name="Token">The token, when it was accepted.</param>
/// <param name="Issuer">Whose it claims to be, if that one is trusted.</param>
/// <param name="UnknownKid">The kid, when that is what is missing.</param>
internal readonly record struct Verification(string Reason, AccessToken? Token, TrustedIssuer? Issuer, string? UnknownKid = null);
