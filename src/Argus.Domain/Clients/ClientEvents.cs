using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.Clients;

// Members stand in the order of their names, as canonical JSON has them.

/// <summary>What happened to a client.</summary>
public interface IClientEvent : IDomainEvent;

public sealed record ClientRegistered(ClientId ClientId, ClientSettings Settings) : IClientEvent;

public sealed record ClientChanged(ClientSettings Settings) : IClientEvent;

/// <summary>This is its secret now; those before are none any more.</summary>
public sealed record ClientSecretSet(ClientSecret Secret) : IClientEvent;

/// <summary>It has one more secret.</summary>
/// <param name="CreatedAt">NumericDate seconds.</param>
/// <param name="ExpiresAt">When it ends, NumericDate seconds; null for no end of its own.</param>
/// <param name="Id">What it is called by.</param>
/// <param name="Overlap">Seconds after which those before it end, if they do not end earlier.</param>
/// <param name="Secret">As it is kept.</param>
public sealed record ClientSecretAdded(long CreatedAt, long? ExpiresAt, string Id, int Overlap, ClientSecret Secret) : IClientEvent;

/// <summary>A secret is none any more.</summary>
public sealed record ClientSecretRemoved(string Id) : IClientEvent;

public sealed record ClientDisabled : IClientEvent;

public sealed record ClientEnabled : IClientEvent;

/// <summary>There is no such client any more. Its stream may go on with another of its name.</summary>
public sealed record ClientRemoved : IClientEvent;

/// <summary>Client authentications that failed at one node in a short while, counted by what they claimed (at most 100 kinds an event).</summary>
public sealed record ClientAuthenticationsRefused(IReadOnlyList<RefusedAuthentications> Refused) : IDomainEvent;

/// <summary>One kind of them.</summary>
/// <param name="ClientId">The client that was claimed, or null if none that exists was.</param>
/// <param name="Reason">What failed, for the auditor; the caller was not told.</param>
/// <param name="Source">The address it came from, under the key of the day.</param>
/// <param name="Times">How often.</param>
public sealed record RefusedAuthentications(string? ClientId, string Reason, Kept<string>? Source, int Times);
