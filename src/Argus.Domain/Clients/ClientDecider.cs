using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>What may happen to a client.</summary>
public static class ClientDecider
{
    /// <summary>Makes the client be as described. A new secret replaces the one before; null leaves it alone.</summary>
    public static Decision<IClientEvent> Describe(ClientState state, ClientId client, ClientSettings settings, ClientSecret? secret)
    {
        if (!state.Exists && secret is null)
            return new Refusal("client_secret_missing", $"{client} is new and has no client_secret");

        var events = new List<IClientEvent>();
        if (!state.Exists)
            events.Add(new ClientRegistered(client, settings));
        else if (state.Settings != settings)
            events.Add(new ClientChanged(settings));
        if (secret is not null && state.Secret != secret)
            events.Add(new ClientSecretSet(secret));
        return events.ToArray();
    }

    public static Decision<IClientEvent> Disable(ClientState state) =>
        !state.Exists ? Unknown : state.Enabled ? new IClientEvent[] { new ClientDisabled() } : [];

    public static Decision<IClientEvent> Enable(ClientState state) =>
        !state.Exists ? Unknown : state.Enabled ? [] : new IClientEvent[] { new ClientEnabled() };

    private static Refusal Unknown => new("client_unknown", "There is no such client");
}
