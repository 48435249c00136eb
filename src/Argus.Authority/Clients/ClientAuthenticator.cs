using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Clients;

/// <summary>A client that proved who it is.</summary>
public readonly record struct AuthenticatedClient(ClientId Id, ClientState State)
{
    /// <summary>The key that the request proved to hold, to which its tokens are bound; null for none.</summary>
    public Confirmation? Confirmation { get; init; }

    /// <summary>What its refresh tokens are bound to: only a public client's are, for any other proves itself anew each time (RFC 9449 §5, RFC 8705 §4).</summary>
    public string? Binding => State.Settings.IsPublic ? Confirmation?.Value : null;
}

/// <summary>Finds out whether a client is who it says. Every failure looks the same to the caller, and is recorded.</summary>
public sealed class ClientAuthenticator(
    ClientSecrets secrets, IEnumerable<IClientProver> provers, SecretUses uses, AuditRecorder recorder)
{
    private readonly IClientProver[] _provers = [.. provers];

    /// <param name="tenant">Whose client.</param>
    /// <param name="credentials">What it presented.</param>
    /// <param name="source">The address it came from, for the record and for its fair share.</param>
    /// <param name="confidential">Whether a client that only says its name is turned away.</param>
    /// <returns>The client, or the refusal.</returns>
    /// <exception cref="LogUnavailableException">Nobody knows whether it is who it says.</exception>
    public async ValueTask<(AuthenticatedClient Client, OAuthRefusal? Refusal)> AuthenticateAsync(
        TenantView tenant, ClientCredentials credentials, string? source, bool confidential = false)
    {
        var known = ClientId.TryParse(credentials.ClientId, out var id);
        var client = known ? tenant.Client(id) : ClientState.Initial;
        var method = credentials.MethodFor(client.Settings);
        var failure = Array.Find(_provers, prover => prover.Methods.Contains(method)) is { } prover
            ? await ProofFailureAsync(tenant, id, client, credentials, prover, method).ConfigureAwait(false)
            : await SecretFailureAsync(tenant, id, client, credentials, source, confidential).ConfigureAwait(false);
        if (failure is null)
            return (new AuthenticatedClient(id, client), null);

        recorder.AuthenticationRefused(tenant.Id, client.Exists ? credentials.ClientId : null, failure, source);
        return (default, OAuthRefusal.InvalidClient($"client_{failure}"));
    }

    /// <summary>Not before it is known that the client proves itself so: a proof may be used up by looking at it, and its keys may lie elsewhere.</summary>
    private static async ValueTask<string?> ProofFailureAsync(
        TenantView tenant, ClientId id, ClientState client, ClientCredentials credentials, IClientProver prover, string method) =>
        !client.Exists ? "unknown"
        : client.Settings.AuthMethod != method ? "wrong_method"
        : !client.Enabled ? "disabled"
        : await prover.FaultAsync(tenant, id, client, credentials).ConfigureAwait(false);

    private async ValueTask<string?> SecretFailureAsync(
        TenantView tenant, ClientId id, ClientState client, ClientCredentials credentials, string? source, bool confidential)
    {
        var isNameOnly = credentials.Method == AuthMethod.None;
        var secret = isNameOnly ? null : await FindSecretAsync(client, credentials, source).ConfigureAwait(false);
        var isProof = isNameOnly ? client.Settings.IsPublic : secret is not null;
        var failure = !client.Exists ? "unknown"
            : !isProof ? (isNameOnly ? "no_secret" : client.Settings.IsPublic ? "wrong_method" : "wrong_secret")
            : !client.Enabled ? "disabled"
            : client.Settings.AuthMethod is { } method && method != credentials.Method ? "wrong_method"
            : confidential && client.Settings.IsPublic ? "public"
            : null;
        if (failure is null && secret is not null)
            uses.Seen(tenant.Id, id, secret.Id);
        return failure;
    }

    /// <summary>Not asked where no secret came: then nothing is done that could take longer for one client than for another.</summary>
    private async ValueTask<KeptSecret?> FindSecretAsync(ClientState client, ClientCredentials credentials, string? source)
    {
        var found = await secrets.FindAsync(client, credentials.Secret, source).ConfigureAwait(false);
        return found is null && credentials.UndecodedSecret is { } undecoded ? await secrets.FindAsync(client, undecoded, source).ConfigureAwait(false) : found;
    }
}
