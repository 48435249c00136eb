namespace Argus.Authority;

/// <summary>A refusal on the wire (RFC 6749 §5.2): the code and text that the client sees, and beside them what only the log line says.</summary>
/// <param name="Error">An OAuth error code.</param>
/// <param name="Description">Text for the client's developer; says nothing about which check of a credential or token failed.</param>
/// <param name="Detail">What exactly it was, for the operator.</param>
public sealed record OAuthRefusal(string Error, string Description, string Detail)
{
    public static OAuthRefusal InvalidRequest(string description, string? detail = null) => new("invalid_request", description, detail ?? description);

    public static OAuthRefusal InvalidClient(string detail) => new("invalid_client", "Client authentication failed.", detail);

    public static OAuthRefusal UnauthorizedClient(string detail) => new("unauthorized_client", "The client may not use this grant type.", detail);

    public static OAuthRefusal UnsupportedGrantType(string detail) => new("unsupported_grant_type", "The grant type is not supported.", detail);

    public static OAuthRefusal InvalidScope(string detail) => new("invalid_scope", "The scope is not one that the client may ask for here.", detail);

    /// <summary>RFC 8707 §2.</summary>
    public static OAuthRefusal InvalidTarget(string detail) => new("invalid_target", "The resource is not one that the client may ask for here.", detail);
}
