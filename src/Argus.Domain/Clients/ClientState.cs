using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>A client, folded from its stream.</summary>
public sealed record ClientState
{
    public static ClientState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    public ClientSettings Settings { get; private init; } = new();

    /// <summary>Its secrets, the latest last. One whose time is over may still be among them.</summary>
    public ImmutableArray<KeptSecret> Secrets { get; private init; } = [];

    /// <summary>The latest.</summary>
    public ClientSecret? Secret => Secrets.IsEmpty ? null : Secrets[^1].Secret;

    public static string StreamOf(ClientId client) => $"client:{client}";

    public static ClientState Evolve(ClientState state, IClientEvent @event) => @event switch
    {
        ClientRegistered registered => new ClientState { Exists = true, Enabled = true, Settings = registered.Settings },
        ClientChanged changed => state with { Settings = changed.Settings },
        ClientSecretSet set => state with { Secrets = [new KeptSecret(KeptSecret.Described, set.Secret, null, null)] },
        ClientSecretAdded added => state with { Secrets = After(state.Secrets, added) },
        ClientSecretRemoved removed => state with { Secrets = state.Secrets.RemoveAll(kept => kept.Id == removed.Id) },
        ClientDisabled => state with { Enabled = false },
        ClientEnabled => state with { Enabled = true },
        ClientRemoved => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a client."),
    };

    /// <summary>By value, the secrets one by one: an array alone would only equal itself.</summary>
    public bool Equals(ClientState? other) =>
        other is not null && Exists == other.Exists && Enabled == other.Enabled && Settings == other.Settings && Secrets.SequenceEqual(other.Secrets);

    public override int GetHashCode() => HashCode.Combine(Exists, Enabled, Settings, Secrets.Length);

    private static ImmutableArray<KeptSecret> After(ImmutableArray<KeptSecret> before, ClientSecretAdded added) =>
    [
        .. before.Select(kept => kept.Until(added.CreatedAt + added.Overlap)).Where(kept => kept.ExpiresAt > added.CreatedAt),
        new KeptSecret(added.Id, added.Secret, added.CreatedAt, added.ExpiresAt),
    ];
}
