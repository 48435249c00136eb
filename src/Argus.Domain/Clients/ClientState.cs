using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>A client, folded from its stream.</summary>
public sealed record ClientState
{
    public static ClientState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    public ClientSettings Settings { get; private init; } = new();

    public ClientSecret? Secret { get; private init; }

    public static string StreamOf(ClientId client) => $"client:{client}";

    public static ClientState Evolve(ClientState state, IClientEvent @event) => @event switch
    {
        ClientRegistered registered => new ClientState { Exists = true, Enabled = true, Settings = registered.Settings },
        ClientChanged changed => state with { Settings = changed.Settings },
        ClientSecretSet set => state with { Secret = set.Secret },
        ClientDisabled => state with { Enabled = false },
        ClientEnabled => state with { Enabled = true },
        ClientRemoved => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a client."),
    };
}
