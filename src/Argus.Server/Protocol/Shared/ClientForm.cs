using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>The start that all endpoints for clients share: a form, from a client that has proved who it is.</summary>
/// <param name="Client">Who sent it.</param>
/// <param name="Form">What it sent.</param>
/// <param name="Refusal">Why there is neither.</param>
internal readonly record struct ClientForm(AuthenticatedClient Client, Form Form, OAuthRefusal? Refusal)
{
    /// <param name="request">The request.</param>
    /// <param name="authentication">Who looks at the client.</param>
    /// <param name="confidential">Whether a client that only says its name is turned away.</param>
    public static async ValueTask<ClientForm> ReadAsync(TenantRequest request, ClientAuthentication authentication, bool confidential = false)
    {
        var (form, malformed) = await FormReader.ReadAsync(request.Http.Request).ConfigureAwait(false);
        if (form is null)
            return new ClientForm(default, Form.Empty, malformed);
        var (client, unauthenticated) = await authentication.AuthenticateAsync(request, form, confidential).ConfigureAwait(false);
        return new ClientForm(client, form, unauthenticated);
    }

    /// <summary>The same, from an endpoint that is about one token.</summary>
    public static async ValueTask<(ClientForm Form, ReadOnlyMemory<byte> Token)> ReadWithTokenAsync(
        TenantRequest request, ClientAuthentication authentication, bool confidential = false)
    {
        var read = await ReadAsync(request, authentication, confidential).ConfigureAwait(false);
        if (read.Refusal is not null)
            return (read, default);
        return read.Form.Bytes("token") is { } token
            ? (read, token)
            : (read with { Refusal = OAuthRefusal.InvalidRequest("token_missing", "token is missing.") }, default);
    }
}
