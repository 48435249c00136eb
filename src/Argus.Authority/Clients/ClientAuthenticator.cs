using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Clients;

/// <summary>What a client presented to prove who it is (RFC 6749 §2.3.1).</summary>
/// <param name="Method">How: <see cref="AuthMethod"/>.</param>
/// <param name="ClientId">As it came.</param>
/// <param name="Secret">As RFC 6749 §2.3.1 has it decoded; empty for <see cref="AuthMethod.None"/>.</param>
/// <param name="UndecodedSecret">
/// What stood in the Basic header, where that differs: many clients do not encode there, and a secret with a plus sign is right all the same.
/// </param>
public sealed record ClientCredentials(string Method, string ClientId, string Secret, string? UndecodedSecret = null)
{
    /// <summary>A secret is not for logs.</summary>
    public override string ToString() => $"ClientCredentials({Method})";
}

/// <summary>A client that proved who it is.</summary>
public readonly record struct AuthenticatedClient(ClientId Id, ClientState State)
{
    /// <summary>The key that the request proved to hold, to which its tokens are bound; null for none.</summary>
    public Confirmation? Confirmation { get; init; }

    /// <summary>What its refresh tokens are bound to: only a public client's are, for any other proves itself anew each time (RFC 9449 §5, RFC 8705 §4).</summary>
    public string? Binding => State.Settings.IsPublic ? Confirmation?.Value : null;
}

/// <summary>Finds out whether a client is who it says. Every failure looks the same to the caller, and is recorded.</summary>
public sealed class ClientAuthenticator(ClientSecrets secrets, AuditRecorder recorder)
{
    /// <param name="tenant">Whose client.</param>
    /// <param name="credentials">What it presented.</param>
    /// <param name="source">The address it came from, for the record and for its fair share.</param>
    /// <param name="confidential">Whether a client that only says its name is turned away.</param>
    /// <returns>The client, or the refusal.</returns>
    public async ValueTask<(AuthenticatedClient Client, OAuthRefusal? Refusal)> AuthenticateAsync(
        TenantView tenant, ClientCredentials credentials, string? source, bool confidential = false)
    {
        var known = ClientId.TryParse(credentials.ClientId, out var id);
        var client = known ? tenant.Client(id) : ClientState.Initial;
        var isProof = credentials.Method == AuthMethod.None ? client.Settings.IsPublic : await IsSecretAsync(client, credentials, source).ConfigureAwait(false);

        var failure = !client.Exists ? "unknown"
            : !isProof ? (credentials.Method == AuthMethod.None ? "no_secret" : client.Settings.IsPublic ? "wrong_method" : "wrong_secret")
            : !client.Enabled ? "disabled"
            : client.Settings.AuthMethod is { } method && method != credentials.Method ? "wrong_method"
            : confidential && client.Settings.IsPublic ? "public"
            : null;
        if (failure is null)
            return (new AuthenticatedClient(id, client), null);

        recorder.AuthenticationRefused(tenant.Id, client.Exists ? credentials.ClientId : null, failure, source);
        return (default, OAuthRefusal.InvalidClient($"client_{failure}"));
    }

    /// <summary>Not asked where no secret came: then nothing is done that could take longer for one client than for another.</summary>
    private async ValueTask<bool> IsSecretAsync(ClientState client, ClientCredentials credentials, string? source) =>
        await secrets.VerifyAsync(client.Secret, credentials.Secret, source).ConfigureAwait(false)
        || (credentials.UndecodedSecret is { } undecoded && await secrets.VerifyAsync(client.Secret, undecoded, source).ConfigureAwait(false));
}
