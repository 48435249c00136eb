namespace Argus.ResourceServer;

/// <summary>Why a request was accepted or refused: stable codes for logs, metrics and receipts. Strangers are not told.</summary>
public static class ReasonCode
{
    public const string Accepted = "accepted";
    public const string MissingToken = "missing_token";
    public const string TokenExpired = "token_expired";
    public const string TokenInvalid = "token_invalid";
    public const string TokenReplayed = "token_replayed";
    public const string TokenRevoked = "token_revoked";
    public const string UnauthorizedIssuer = "unauthorized_issuer";
    public const string AudienceMismatch = "audience_mismatch";
    public const string InsufficientScope = "insufficient_scope";
    public const string UnknownKeyId = "unknown_key_id";
    public const string BindingMismatch = "binding_mismatch";

    /// <summary>A right token of a caller that the operation is not for.</summary>
    public const string CallerNotAllowed = "caller_not_allowed";

    /// <summary>Two tokens, or one in a place where none is taken.</summary>
    public const string MalformedRequest = "malformed_request";

    /// <summary>So many single-use tokens are live that no further one can be remembered: nobody knows (503).</summary>
    public const string SingleUseUnavailable = "single_use_unavailable";

    /// <summary>The issuer's keys cannot be had: nobody knows (503).</summary>
    public const string KeysUnavailable = "keys_unavailable";

    /// <summary>The revocation view is stale, gapped, unverifiable or rolled back: nobody knows (503).</summary>
    public const string RevocationUnavailable = "revocation_unavailable";
}
