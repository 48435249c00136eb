using Argus.Domain.Kernel;

namespace Argus.Domain.Tenants;

// Members stand in the order of their names, as canonical JSON has them.

public interface ITenantEvent : IDomainEvent;

public sealed record TenantCreated(string DisplayName, HostNames Hosts, TenantPolicy Policy, TenantId Tenant) : ITenantEvent;

public sealed record TenantRenamed(string DisplayName) : ITenantEvent;

public sealed record TenantHostsChanged(HostNames Hosts) : ITenantEvent;

public sealed record TenantPolicyChanged(TenantPolicy Policy) : ITenantEvent;

/// <summary>Where users sign in.</summary>
/// <param name="HandoffUri">The page of the host application that browsers are sent to; null: they sign in here.</param>
public sealed record TenantSignInChanged(string? HandoffUri) : ITenantEvent;

public sealed record TenantDisabled : ITenantEvent;

public sealed record TenantEnabled : ITenantEvent;
