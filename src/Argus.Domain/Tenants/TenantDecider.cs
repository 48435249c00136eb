using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Domain.Tenants;

/// <summary>What may happen to a tenant.</summary>
public static class TenantDecider
{
    public const int LongestDisplayName = 200;

    /// <summary>Makes the tenant be as described: creates it, changes what differs, or does nothing.</summary>
    public static Decision<ITenantEvent> Describe(TenantState state, TenantId tenant, string displayName, HostNames hosts, TenantPolicy policy)
    {
        if (displayName.Length > LongestDisplayName)
            return new Refusal("display_name_too_long", $"display_name has {displayName.Length} characters; at most {LongestDisplayName} fit");
        if (policy.Fault() is { } fault)
            return fault;
        if (!state.Exists)
            return new ITenantEvent[] { new TenantCreated(displayName, hosts, policy, tenant) };

        var events = new List<ITenantEvent>();
        if (state.DisplayName != displayName)
            events.Add(new TenantRenamed(displayName));
        if (!state.Hosts.Equals(hosts))
            events.Add(new TenantHostsChanged(hosts));
        if (state.Policy != policy)
            events.Add(new TenantPolicyChanged(policy));
        return events.ToArray();
    }

    /// <summary>Has users sign in at the host application, or (null) here.</summary>
    public static Decision<ITenantEvent> SignInAt(TenantState state, string? handoffUri)
    {
        if (!state.Exists)
            return Unknown;
        if (handoffUri is not null && !(RedirectUri.TryParse(handoffUri, out var uri) && uri.IsWeb))
            return new Refusal("handoff_uri_malformed", "handoff_uri is neither https nor http on the loopback interface");
        return state.HandoffUri == handoffUri ? [] : new ITenantEvent[] { new TenantSignInChanged(handoffUri) };
    }

    public static Decision<ITenantEvent> Disable(TenantState state) =>
        !state.Exists ? Unknown : state.Enabled ? new ITenantEvent[] { new TenantDisabled() } : [];

    public static Decision<ITenantEvent> Enable(TenantState state) =>
        !state.Exists ? Unknown : state.Enabled ? [] : new ITenantEvent[] { new TenantEnabled() };

    private static Refusal Unknown => new("tenant_unknown", "There is no such tenant");
}
