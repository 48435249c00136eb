namespace Argus.Authority;

/// <summary>A refusal on the wire (RFC 6749 §5.2): the code and text that the client sees, and beside them what only the log line says.</summary>
/// <param name="Id">Names the one place in the code that refuses so. Never holds text from a request, nor does <paramref name="Description"/>.</param>
/// <param name="Error">An OAuth error code.</param>
/// <param name="Description">Text for the client's developer; says nothing about which check of a credential or token failed.</param>
public sealed record OAuthRefusal(string Id, string Error, string Description)
{
    public static OAuthRefusal InvalidRequest(string id, string description) => new(id, "invalid_request", description);

    public static OAuthRefusal InvalidClient(string id) => new(id, "invalid_client", "Client authentication failed.");

    public static OAuthRefusal UnauthorizedClient(string id) => new(id, "unauthorized_client", "The client may not use this grant type.");

    public static OAuthRefusal UnsupportedGrantType(string id) => new(id, "unsupported_grant_type", "The grant type is not supported.");

    public static OAuthRefusal InvalidScope(string id) => new(id, "invalid_scope", "The scope is malformed, or not one that the client may ask for here.");

    /// <summary>RFC 8707 §2.</summary>
    public static OAuthRefusal InvalidTarget(string id) => new(id, "invalid_target", "The resource is missing, or not one that the client may ask for here.");
}
