namespace Argus.Jose;

/// <summary>
/// The <c>typ</c> of each kind of token. Kinds are told apart by it and by nothing else (RFC 8725 §3.11), so one is never taken for another.
/// </summary>
public static class TokenType
{
    /// <summary>RFC 9068 §2.1.</summary>
    public const string AccessToken = "at+jwt";

    /// <summary>RFC 7519 §5.1; OpenID Connect Core names no type of its own.</summary>
    public const string IdToken = "JWT";

    /// <summary>OpenID Connect Back-Channel Logout §2.4.</summary>
    public const string LogoutToken = "logout+jwt";

    /// <summary>RFC 9701 §5.</summary>
    public const string Introspection = "token-introspection+jwt";

    /// <summary>The issuers that a tenant vouches for, with their keys and the bounds of its trust (docs/resource-server.md).</summary>
    public const string TrustBundle = "trust-bundle+jwt";

    /// <summary>What an issuer has revoked, for its resource servers (docs/revocation-feed.md).</summary>
    public const string Revocations = "revocations+jwt";

    /// <summary>RFC 8417 §2.3.</summary>
    public const string SecurityEvent = "secevent+jwt";

    /// <summary>What a resource server decided about tokens (docs/receipts.md).</summary>
    public const string Receipts = "receipts+jwt";

    /// <summary>No token: what DPoP nonces are hashes of. It never leaves the authority.</summary>
    public const string DpopNonce = "dpop-nonce+jwt";
}
