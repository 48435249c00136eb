using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.PushedRequests;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2).

/// <summary>What became of a pushed authorization request.</summary>
public interface IPushedRequestEvent : IDomainEvent;

/// <summary>A client left an authorization request, for a browser to bring its name (RFC 9126 §2).</summary>
/// <param name="ClientId">Who.</param>
/// <param name="Digest">Of the secret in the name: SHA-256, base64url.</param>
/// <param name="Exp">When it is over.</param>
/// <param name="Parameters">What it asks for, in the order of their names.</param>
public sealed record AuthorizationPushed(ClientId ClientId, string Digest, long Exp, Kept<IReadOnlyList<PushedParameter>> Parameters) : IPushedRequestEvent;

/// <summary>A parameter of an authorization request. One that may repeat stands once for each value.</summary>
public sealed record PushedParameter(string Name, string Value);

/// <summary>A code is issued for the request: there is none for it from here on.</summary>
public sealed record AuthorizationUsed : IPushedRequestEvent;
