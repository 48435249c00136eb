using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.DelegatedSignIns;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2). What proves at the provider that it is the
// same browser (nonce, code_verifier) is made of a secret that only the browser has: the log cannot tell it.

/// <summary>What became of a sign-in at an outside provider.</summary>
public interface IDelegatedSignInEvent : IDomainEvent;

/// <summary>A browser was sent to an outside provider.</summary>
/// <param name="Digest">Of the browser's secret, with the sign-in's name: SHA-256, base64url.</param>
/// <param name="Exp">When it is too late to come back.</param>
/// <param name="Issuer">Where to; only this issuer may answer, whatever the provider is described as by then.</param>
/// <param name="Provider">What the tenant calls it.</param>
/// <param name="Request">Digest of the authorization request that the user signs in for, if for one.</param>
/// <param name="ReturnTo">Where the browser goes on: path and query within the tenant.</param>
public sealed record SignInDelegated(string Digest, long Exp, string Issuer, ProviderName Provider, string? Request, Kept<string> ReturnTo) : IDelegatedSignInEvent;

/// <summary>The browser came back. It cannot do so twice.</summary>
public sealed record SignInReturned : IDelegatedSignInEvent;
