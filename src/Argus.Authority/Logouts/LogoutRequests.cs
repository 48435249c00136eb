using System.Text.Json;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;

namespace Argus.Authority.Logouts;

/// <summary>Checks what relying parties ask of a logout (OpenID Connect RP-Initiated Logout 1.0 §2).</summary>
public sealed class LogoutRequests(Issuers issuers, TimeProvider clock)
{
    /// <param name="tenant">Whose session is to end.</param>
    /// <param name="parameter">A parameter's value by its name; null if it did not come.</param>
    /// <param name="request">What is asked, if there is no refusal.</param>
    /// <returns>Why nothing is done, and nobody redirected.</returns>
    public OAuthRefusal? Read(TenantView tenant, Func<string, string?> parameter, out LogoutRequest? request)
    {
        request = null;
        var hint = parameter("id_token_hint") is { } text ? ReadHint(tenant, text) : null;
        if (hint is null && parameter("id_token_hint") is not null)
            return OAuthRefusal.InvalidRequest("logout_hint_foreign", "id_token_hint is no ID token that was issued here.");
        var name = parameter("client_id") ?? hint?.Client;
        if (hint is not null && hint.Client != name)
            return OAuthRefusal.InvalidRequest("logout_hint_of_another", "id_token_hint was issued to another client.");

        var redirect = parameter("post_logout_redirect_uri");
        if (redirect is not null && !(ClientId.TryParse(name, out var client) && tenant.Client(client) is { Enabled: true } known && known.Settings.FindPostLogoutRedirect(redirect)))
            return OAuthRefusal.InvalidRequest("post_logout_redirect_uri_unknown", "post_logout_redirect_uri is none that the application registered.");
        request = new LogoutRequest(name, redirect, parameter("state"), hint);
        return null;
    }

    /// <summary>An ID token of this tenant, however long it has expired.</summary>
    private LogoutHint? ReadHint(TenantView tenant, string text)
    {
        if (ExpiredIdToken.Read(tenant, issuers.Of(tenant), text, tenant.Keys.FindForHint, clock.GetUtcNow()) is not { } token)
            return null;
        using var claims = JsonDocument.Parse(token.Payload);
        var session = claims.RootElement.TryGetProperty("sid", out var sid) && sid.ValueKind == JsonValueKind.String ? sid.GetString() : null;
        return token.Audiences is [var client] ? new LogoutHint(client, session, token.Subject) : null;
    }
}

/// <summary>A logout that somebody asks for.</summary>
/// <param name="Client">Who says they ask, or whose hint it is; nothing but the hint proves it.</param>
/// <param name="RedirectUri">Where the browser goes afterwards; one of the client's.</param>
/// <param name="State">What the client wants back there.</param>
/// <param name="Hint">Which session is meant.</param>
public sealed record LogoutRequest(string? Client, string? RedirectUri, string? State, LogoutHint? Hint)
{
    /// <summary>
    /// Whether the hint shows that a client of this very session, or of this user, asks. Then the user need not be asked, and nobody else can sign them out by a link.
    /// </summary>
    public bool IsFor(SessionId id, SessionState session) => Hint is { } hint && (hint.Session == id.Value || hint.Subject == session.Subject.Value);

    /// <summary>Where the browser goes, with the client's state; null for nowhere.</summary>
    public string? Location => RedirectUri is null || State is null
        ? RedirectUri
        : UriQuery.Extend(RedirectUri, [("state", State)]);
}

/// <summary>What an ID token says of a session.</summary>
/// <param name="Client">Whom it was issued to.</param>
/// <param name="Session"><c>sid</c>.</param>
/// <param name="Subject"><c>sub</c>.</param>
public sealed record LogoutHint(string Client, string? Session, string Subject);
