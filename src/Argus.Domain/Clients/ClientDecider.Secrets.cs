using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>What may happen to a client's secrets: a new one can be had while those before it still work, so that nothing has to change at one moment.</summary>
public static partial class ClientDecider
{
    /// <summary>Secrets that are good at one time.</summary>
    public const int MostSecrets = 5;

    /// <summary>Seconds that the secrets before a new one can stay good.</summary>
    public const int LongestOverlap = 90 * 86_400;

    /// <summary>Seconds that a secret can be good.</summary>
    public const int LongestSecret = 10 * 365 * 86_400;

    /// <summary>Gives the client one more secret.</summary>
    public static Decision<IClientEvent> AddSecret(ClientState state, ClientId client, NewSecret secret, DateTimeOffset now)
    {
        if (!state.Exists)
            return Unknown;
        if (state.Secrets.Any(kept => kept.Id == secret.Id))
            return Array.Empty<IClientEvent>();
        if (ClientRules.SecretFault(client, state.Settings, hasSecret: true) is { } fault)
            return fault;
        if (secret.Overlap is < 0 or > LongestOverlap)
            return new Refusal("overlap_out_of_range", $"overlap is {secret.Overlap}; it must be from 0 to {LongestOverlap}");
        if (secret.ExpiresIn is < 1 or > LongestSecret)
            return new Refusal("expires_in_out_of_range", $"expires_in is {secret.ExpiresIn}; it must be from 1 to {LongestSecret}");

        var since = now.ToUnixTimeSeconds();
        var added = new ClientSecretAdded(since, since + secret.ExpiresIn, secret.Id, secret.Overlap, secret.Secret);
        return ClientState.Evolve(state, added).Secrets.Length > MostSecrets
            ? new Refusal("too_many_secrets", $"{client} would have more than {MostSecrets} secrets that are good; remove one, or take a shorter overlap")
            : new IClientEvent[] { added };
    }

    /// <summary>Ends a secret, whatever its time.</summary>
    public static Decision<IClientEvent> RemoveSecret(ClientState state, string id) =>
        !state.Exists ? Unknown
        : state.Secrets.Any(kept => kept.Id == id) ? new IClientEvent[] { new ClientSecretRemoved(id) }
        : new Refusal("secret_unknown", "The client has no such secret");
}

/// <summary>A secret that a client is to have.</summary>
/// <param name="Id">What it is called by: 1 to 32 of <c>a-z 0-9</c>.</param>
/// <param name="Secret">As it is kept.</param>
/// <param name="Overlap">Seconds that the ones before it stay good, if they do not end earlier.</param>
/// <param name="ExpiresIn">Seconds that it is good itself; null: until it is replaced.</param>
public sealed record NewSecret(string Id, ClientSecret Secret, int Overlap, int? ExpiresIn);
