using Argus.Domain.Kernel;

namespace Argus.Domain.Sessions;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2).

public interface ISessionEvent : IDomainEvent;

/// <summary>How a user proved who they are.</summary>
/// <param name="Acr">How well the user is known by it (OpenID Connect Core §2).</param>
/// <param name="Amr">By what methods (RFC 8176).</param>
/// <param name="AuthTime">When.</param>
/// <param name="Request">
/// Digest of the authorization request that asked for it, SHA-256 in base64url: whether that request still has to ask is seen by this, and not by what a form says.
/// </param>
public sealed record Authentication(string Acr, NameSet Amr, long AuthTime, string? Request);

/// <summary>A user signed in with a browser.</summary>
/// <param name="Authentication">How.</param>
/// <param name="Digest">Of the cookie's secret: SHA-256, base64url.</param>
/// <param name="Exp">When the session is over.</param>
/// <param name="Subject">Who.</param>
public sealed record SessionOpened(Authentication Authentication, string Digest, long Exp, SubjectId Subject) : ISessionEvent;

/// <summary>The same user signed in again in the same browser. The cookie has another secret from here on.</summary>
public sealed record SessionReauthenticated(Authentication Authentication, string Digest, long Exp) : ISessionEvent;

/// <summary>A client was told who the user of this session is; it wants to hear of its end.</summary>
public sealed record SessionClientJoined(ClientId ClientId) : ISessionEvent;

/// <summary>The session is over.</summary>
/// <param name="Reason">Why: <c>signed_out</c>, <c>another_user</c>, or an operator's words.</param>
public sealed record SessionEnded(string Reason) : ISessionEvent;
