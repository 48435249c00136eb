using Argus.Domain.Clients;
using Argus.Domain.Keys;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>The aggregates of the domain, over one log.</summary>
public sealed class Aggregates(IEventLog log)
{
    public AggregateHost<TenantState, ITenantEvent> Tenants { get; } = new(log, TenantState.Initial, TenantState.Evolve);

    public AggregateHost<ResourceState, IResourceEvent> Resources { get; } = new(log, ResourceState.Initial, ResourceState.Evolve);

    public AggregateHost<ClientState, IClientEvent> Clients { get; } = new(log, ClientState.Initial, ClientState.Evolve);

    public AggregateHost<KeyRingState, IKeyRingEvent> KeyRings { get; } = new(log, KeyRingState.Initial, KeyRingState.Evolve);

    public AggregateHost<TokenState, ITokenEvent> Tokens { get; } = new(log, TokenState.Initial, TokenState.Evolve);
}
