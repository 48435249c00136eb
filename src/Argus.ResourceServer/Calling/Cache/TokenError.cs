using System.Collections.Frozen;

namespace Argus.ResourceServer.Calling.Cache;

/// <summary>The error codes there are. An issuer's words go no further than to be found here, so that none ends up in a log line or as a metric's label.</summary>
internal static class TokenError
{
    public const string InvalidRequest = "invalid_request";
    public const string ServerError = "server_error";
    public const string TemporarilyUnavailable = "temporarily_unavailable";
    public const string Unknown = "unknown_error";

    /// <summary>RFC 9449 §8.</summary>
    public const string UseDpopNonce = "use_dpop_nonce";

    // RFC 6749 §5.2, RFC 8693 §2.2.2, RFC 8707 §2, RFC 9449 §5 and §8.
    private static readonly FrozenSet<string> Codes = FrozenSet.Create(
        InvalidRequest, "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target",
        "invalid_dpop_proof", UseDpopNonce, ServerError, TemporarilyUnavailable);

    public static string Named(string? code) => code is not null && Codes.TryGetValue(code, out var named) ? named : Unknown;
}
