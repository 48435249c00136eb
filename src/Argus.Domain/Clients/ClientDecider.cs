using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>What may happen to a client.</summary>
public static partial class ClientDecider
{
    /// <summary>Makes the client be as described. A new secret replaces all before it at once; null leaves them alone.</summary>
    public static Decision<IClientEvent> Describe(ClientState state, ClientId client, ClientSettings settings, ClientSecret? secret)
    {
        if ((settings.Fault() ?? ClientRules.SecretFault(client, settings, (secret ?? state.Secret) is not null)) is { } fault)
            return fault;

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

    /// <summary>Ends the client: its name is free, and whoever has it next begins anew.</summary>
    public static Decision<IClientEvent> Remove(ClientState state) => state.Exists ? new IClientEvent[] { new ClientRemoved() } : Unknown;

    private static Refusal Unknown => new("client_unknown", "There is no such client");
}
