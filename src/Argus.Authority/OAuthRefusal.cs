namespace Argus.Authority;

/// <summary>A refusal on the wire (RFC 6749 §5.2): the code and text that the client sees, and beside them what only the log line says.</summary>
/// <param name="Id">Names the one place in the code that refuses so. Never holds text from a request, nor does <paramref name="Description"/>.</param>
/// <param name="Error">An OAuth error code.</param>
/// <param name="Description">Text for the client's developer; says nothing about which check of a credential or token failed.</param>
public sealed record OAuthRefusal(string Id, string Error, string Description)
{
    /// <summary>Set when it says nothing of the request, only that there were too many: when to ask again (RFC 6585 §4).</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static OAuthRefusal InvalidRequest(string id, string description) => new(id, "invalid_request", description);

    public static OAuthRefusal InvalidClient(string id) => new(id, "invalid_client", "Client authentication failed.");

    public static OAuthRefusal UnauthorizedClient(string id) => new(id, "unauthorized_client", "The client may not use this grant type.");

    public static OAuthRefusal UnsupportedGrantType(string id) => new(id, "unsupported_grant_type", "The grant type is not supported.");

    public static OAuthRefusal InvalidScope(string id) => new(id, "invalid_scope", "The scope is malformed, or not one that the client may ask for here.");

    /// <summary>RFC 8707 §2.</summary>
    public static OAuthRefusal InvalidTarget(string id) => new(id, "invalid_target", "The resource is missing, or not one that the client may ask for here.");

    /// <summary>One text for every failure: which check failed would tell a thief what to try next.</summary>
    public static OAuthRefusal InvalidGrant(string id) => new(id, "invalid_grant", "The grant is invalid, expired or revoked.");

    /// <summary>Never <c>invalid_grant</c>: a client that is told so throws its token away.</summary>
    public static OAuthRefusal TooMany(string id, TimeSpan wait) => new(id, "temporarily_unavailable", "Too many requests. Try again later.") { RetryAfter = wait };

    /// <summary>RFC 8628 §3.5.</summary>
    public static OAuthRefusal AuthorizationPending(string id) => new(id, "authorization_pending", "The user has not decided yet.");

    /// <summary>RFC 8628 §3.5.</summary>
    public static OAuthRefusal SlowDown(string id) => new(id, "slow_down", "The device asks too often.");

    /// <summary>RFC 8628 §3.5.</summary>
    public static OAuthRefusal DeviceDenied(string id) => new(id, "access_denied", "The user refused.");

    /// <summary>RFC 8628 §3.5.</summary>
    public static OAuthRefusal DeviceExpired(string id) => new(id, "expired_token", "The device code has expired.");

    /// <summary>RFC 9449 §5. One text for every failure.</summary>
    public static OAuthRefusal InvalidDpopProof(string id) => new(id, "invalid_dpop_proof", "The DPoP proof is missing, or not one for this request.");

    /// <summary>RFC 9449 §8.</summary>
    public static OAuthRefusal UseDpopNonce(string id) => new(id, "use_dpop_nonce", "The DPoP proof must have the nonce of this answer.");

    /// <summary>What is said to who shows no access token: no code of RFC 6750.</summary>
    public const string NoToken = "unauthorized";

    public static OAuthRefusal TokenMissing(string id) => new(id, NoToken, "An access token is needed.");

    /// <summary>RFC 6750 §3.1. One text for every failure.</summary>
    public static OAuthRefusal InvalidToken(string id) => new(id, "invalid_token", "The access token is invalid, expired or revoked.");

    /// <summary>RFC 6750 §3.1.</summary>
    public static OAuthRefusal InsufficientScope(string id) => new(id, "insufficient_scope", "The access token lacks the scope that this asks for.");
}
