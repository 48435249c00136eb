using System.Buffers.Text;
using System.Text;
using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Domain.Clients;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>Finds the client's credentials in a request (RFC 6749 §2.3) and has them checked.</summary>
internal sealed class ClientAuthentication(ClientAuthenticator authenticator)
{
    private const string BasicScheme = "Basic ";

    /// <param name="request">Where the header is.</param>
    /// <param name="form">The parameters.</param>
    /// <param name="confidential">Whether a client that only says its name is turned away.</param>
    /// <returns>The client, or the refusal.</returns>
    public ValueTask<(AuthenticatedClient Client, OAuthRefusal? Refusal)> AuthenticateAsync(TenantRequest request, Form form, bool confidential = false)
    {
        if (Credentials(request.Http.Request, form, out var credentials) is { } refusal)
            return ValueTask.FromResult<(AuthenticatedClient, OAuthRefusal?)>((default, refusal));
        return authenticator.AuthenticateAsync(request.Tenant, credentials!, request.Source, confidential);
    }

    private static OAuthRefusal? Credentials(HttpRequest request, Form form, out ClientCredentials? credentials)
    {
        credentials = null;
        var header = request.Headers.Authorization;
        var bodySecret = form.Text("client_secret");
        if (header.Count > 1 || (header.Count == 1 && bodySecret is not null))
            return OAuthRefusal.InvalidRequest("two_authentications", "The client authenticates in more than one way.");
        if (form.Text("client_assertion") is not null || form.Text("client_assertion_type") is not null)
            return OAuthRefusal.InvalidClient("assertion_not_supported");

        var clientId = form.Text("client_id");
        if (header.Count == 1)
            return Basic(header.ToString(), clientId, out credentials);
        if (clientId is null)
            return OAuthRefusal.InvalidClient("no_credentials");
        // RFC 6749 §3.2.1: a public client says its name, and nothing else. A secret without a value is one that was not sent (§2.3.1).
        credentials = bodySecret is null
            ? new ClientCredentials(AuthMethod.None, clientId, "")
            : new ClientCredentials(AuthMethod.ClientSecretPost, clientId, bodySecret);
        return null;
    }

    private static OAuthRefusal? Basic(string header, string? bodyClientId, out ClientCredentials? credentials)
    {
        credentials = null;
        if (!header.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase) || !TryBase64(header.AsSpan(BasicScheme.Length).Trim(' '), out var decoded))
            return OAuthRefusal.InvalidClient("authorization_malformed");
        var colon = decoded.AsSpan().IndexOf((byte)':');

        // The slow hash is keyed with the secret, and HMAC pads keys with NUL: to it, a secret with NULs behind it is the same secret.
        if (colon < 0 || decoded.Contains((byte)0))
            return OAuthRefusal.InvalidClient("authorization_malformed");

        var undecoded = Encoding.UTF8.GetString(decoded, colon + 1, decoded.Length - colon - 1);
        if (FormParser.DecodeValue(decoded.AsSpan(0, colon)) is not { } clientId)
            return OAuthRefusal.InvalidClient("authorization_malformed");
        if (bodyClientId is not null && bodyClientId != clientId)
            return OAuthRefusal.InvalidRequest("two_clients", "The client is named in two ways.");

        var secret = FormParser.DecodeValue(decoded.AsSpan(colon + 1)) ?? undecoded;
        credentials = new ClientCredentials(AuthMethod.ClientSecretBasic, clientId, secret, secret == undecoded ? null : undecoded);
        return null;
    }

    private static bool TryBase64(ReadOnlySpan<char> text, out byte[] decoded)
    {
        decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.ContainsAny(" \t\r\n") || !Convert.TryFromBase64Chars(text, decoded, out var length))
            return false;
        decoded = decoded[..length];
        return true;
    }
}
