using Argus.Domain.Kernel;

namespace Argus.Domain.IdentityProviders;

// Members stand in the order of their names, as canonical JSON has them.

public interface IIdentityProviderEvent : IDomainEvent;

/// <summary>An outside OpenID Provider at which users may sign in; or what is different about it now.</summary>
/// <param name="ClientId">Who this authority is there: a public client.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Issuer">Its issuer identifier, byte for byte.</param>
/// <param name="Name">What the tenant calls it.</param>
/// <param name="Scope">What is asked for there; <c>openid</c> among it.</param>
public sealed record ProviderDescribed(string ClientId, string DisplayName, string Issuer, ProviderName Name, NameSet Scope) : IIdentityProviderEvent;

/// <summary>Nobody signs in there any more.</summary>
public sealed record ProviderRemoved : IIdentityProviderEvent;
