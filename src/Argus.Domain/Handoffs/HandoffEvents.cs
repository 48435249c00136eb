using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.Handoffs;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2); digests are SHA-256 in base64url.

/// <summary>What became of a sign-in at the host application.</summary>
public interface IHandoffEvent : IDomainEvent;

/// <summary>A browser was sent to the host application, to sign in there.</summary>
/// <param name="Browser">Digest of the cookie that only this browser has.</param>
/// <param name="ClientId">Who wants to know the user.</param>
/// <param name="Digest">Of the challenge's secret.</param>
/// <param name="Exp">When it is over, accepted or not.</param>
/// <param name="LoginHint">Whom the client expects, as it was typed somewhere.</param>
/// <param name="Prompt">The authorization request's <c>prompt</c>.</param>
/// <param name="Request">Digest of the authorization request, for the session (<see cref="Sessions.Authentication"/>); null if there is none.</param>
/// <param name="ReturnTo">Where the browser goes on afterwards: path and query within the tenant.</param>
/// <param name="Scope">What the client asks for.</param>
public sealed record SignInHandedOff(
    string Browser, ClientId ClientId, string Digest, long Exp, Kept<string>? LoginHint, string? Prompt, string? Request, Kept<string> ReturnTo, NameSet Scope) : IHandoffEvent;

/// <summary>The host application says who the user is.</summary>
/// <param name="Acr">How well it knows (OpenID Connect Core §2).</param>
/// <param name="Amr">By what methods (RFC 8176).</param>
/// <param name="AuthTime">When it said so.</param>
/// <param name="Digest">Of the verifier's secret.</param>
/// <param name="Subject">Who.</param>
public sealed record HandoffAccepted(string Acr, NameSet Amr, long AuthTime, string Digest, SubjectId Subject) : IHandoffEvent;

/// <summary>The host application says that nobody signs in.</summary>
/// <param name="Digest">Of the verifier's secret.</param>
/// <param name="Reason">Why, in its words.</param>
public sealed record HandoffRejected(string Digest, string Reason) : IHandoffEvent;

/// <summary>The browser came back with the answer. It cannot be used again.</summary>
public sealed record HandoffUsed : IHandoffEvent;
