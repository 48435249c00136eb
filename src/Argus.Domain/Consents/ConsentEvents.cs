using Argus.Domain.Kernel;

namespace Argus.Domain.Consents;

// Members stand in the order of their names, as canonical JSON has them.

public interface IConsentEvent : IDomainEvent;

/// <summary>A user allowed a client something, and need not be asked for it again.</summary>
/// <param name="ClientId">Whom.</param>
/// <param name="Resources">Where; none for what reaches nothing but <c>userinfo</c>.</param>
/// <param name="Scope">What.</param>
/// <param name="Subject">The user.</param>
public sealed record ConsentGranted(ClientId ClientId, NameSet Resources, NameSet Scope, SubjectId Subject) : IConsentEvent;

/// <summary>Nothing is allowed any more.</summary>
public sealed record ConsentWithdrawn : IConsentEvent;
