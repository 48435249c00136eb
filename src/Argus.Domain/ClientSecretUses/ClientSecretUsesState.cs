using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.ClientSecretUses;

/// <summary>On which days a client's secrets were last used, folded from a stream of its own: nobody has to follow it.</summary>
public sealed record ClientSecretUsesState
{
    public static ClientSecretUsesState Initial { get; } = new();

    private ImmutableDictionary<string, long> LastDays { get; init; } = ImmutableDictionary<string, long>.Empty;

    public static string StreamOf(ClientId client) => $"client_secrets:{client}";

    public static ClientSecretUsesState Evolve(ClientSecretUsesState state, IClientSecretUsesEvent @event) => @event switch
    {
        ClientSecretUsed used => state with { LastDays = state.LastDays.SetItem(used.SecretId, used.Day) },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a client's secrets."),
    };

    /// <summary>The day's beginning, NumericDate seconds; null if the secret was never used.</summary>
    public long? LastDay(string secret) => LastDays.TryGetValue(secret, out var day) ? day : null;
}
