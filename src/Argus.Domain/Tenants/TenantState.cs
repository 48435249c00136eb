using Argus.Domain.Kernel;

namespace Argus.Domain.Tenants;

/// <summary>A tenant, folded from its stream.</summary>
public sealed record TenantState
{
    public const string Stream = "tenant";

    public static TenantState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    public string DisplayName { get; private init; } = "";

    public HostNames Hosts { get; private init; } = HostNames.None;

    public TenantPolicy Policy { get; private init; } = new();

    /// <summary>The page of the host application that users sign in at; null: they sign in here.</summary>
    public string? HandoffUri { get; private init; }

    public static TenantState Evolve(TenantState state, ITenantEvent @event) => @event switch
    {
        TenantCreated created => new TenantState
        {
            Exists = true, Enabled = true, DisplayName = created.DisplayName, Hosts = created.Hosts, Policy = created.Policy,
        },
        TenantRenamed renamed => state with { DisplayName = renamed.DisplayName },
        TenantHostsChanged changed => state with { Hosts = changed.Hosts },
        TenantPolicyChanged changed => state with { Policy = changed.Policy },
        TenantSignInChanged changed => state with { HandoffUri = changed.HandoffUri },
        TenantDisabled => state with { Enabled = false },
        TenantEnabled => state with { Enabled = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a tenant."),
    };
}
