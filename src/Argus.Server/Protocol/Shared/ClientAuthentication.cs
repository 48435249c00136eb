using System.Buffers.Text;
using System.Text;
using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Domain.Clients;
using Argus.Jose;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>Finds the client's credentials in a request (RFC 6749 §2.3) and has them checked.</summary>
internal sealed class ClientAuthentication(ClientAuthenticator authenticator, PresentedCertificate certificates)
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
        return authenticator.AuthenticateAsync(
            request.Tenant, credentials! with { Certificate = certificates.Of(request.Http) }, request.Source, confidential);
    }

    private static OAuthRefusal? Credentials(HttpRequest request, Form form, out ClientCredentials? credentials)
    {
        credentials = null;
        var header = request.Headers.Authorization;
        var bodySecret = form.Text("client_secret");
        var hasAssertion = form.Text("client_assertion") is not null || form.Text("client_assertion_type") is not null;
        if (header.Count > 1 || Count(header.Count == 1, bodySecret is not null, hasAssertion) > 1)
            return OAuthRefusal.InvalidRequest("two_authentications", "The client authenticates in more than one way.");

        var clientId = form.Text("client_id");
        if (hasAssertion)
            return Assertion(form, clientId, out credentials);
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

    private static int Count(params ReadOnlySpan<bool> ways) => ways.Count(true);

    /// <summary>RFC 7521 §4.2: <c>client_id</c> is not needed, and if it is there it names the same client.</summary>
    private static OAuthRefusal? Assertion(Form form, string? bodyClientId, out ClientCredentials? credentials)
    {
        credentials = null;
        var method = form.Text("client_assertion_type") switch
        {
            SignedAssertions.Type => AuthMethod.PrivateKeyJwt,
            SpiffeWorkloads.Type => AuthMethod.SpiffeJwt,
            _ => null,
        };
        if (method is null || form.Bytes("client_assertion") is not { } assertion)
            return OAuthRefusal.InvalidClient("assertion_type");
        if (UnverifiedSubject.Of(assertion.Span) is not { } subject)
            return OAuthRefusal.InvalidClient("assertion_malformed");

        // The subject of a JWT-SVID is the workload's name, which need not be the client's.
        if (method == AuthMethod.PrivateKeyJwt && bodyClientId is not null && bodyClientId != subject)
            return OAuthRefusal.InvalidClient("assertion_of_another");
        credentials = new ClientCredentials(method, bodyClientId ?? subject, "") { Assertion = assertion };
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
