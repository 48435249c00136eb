using Argus.Domain.Kernel;

namespace Argus.Domain.Logouts;

// Members stand in the order of their names, as canonical JSON has them.

public interface ILogoutEvent : IDomainEvent;

/// <summary>A session has ended, and these clients want to hear of it (OpenID Connect Back-Channel Logout 1.0). Stands in the append that ended it.</summary>
/// <param name="Clients">Who.</param>
/// <param name="Session">Which session.</param>
/// <param name="Subject">Whose it was.</param>
public sealed record LogoutDue(NameSet Clients, SessionId Session, SubjectId Subject) : ILogoutEvent;

/// <summary>A logout token is about to be signed and sent.</summary>
/// <param name="Attempt">The how manieth for this client, from 1.</param>
/// <param name="ClientId">To whom.</param>
/// <param name="Digest">SHA-256 of <c>header.payload</c>, base64url.</param>
/// <param name="Jti">The token's.</param>
/// <param name="Kid">The key that signs.</param>
public sealed record LogoutAttempted(int Attempt, ClientId ClientId, string Digest, Jti Jti, Kid Kid) : ILogoutEvent;

/// <summary>The client took the token.</summary>
public sealed record LogoutDelivered(ClientId ClientId) : ILogoutEvent;

/// <summary>The client never took one, or can be told no more; nobody tries again.</summary>
public sealed record LogoutAbandoned(ClientId ClientId) : ILogoutEvent;
