namespace Argus.ResourceServer;

/// <summary>A token for a call could not be had. Nothing that the issuer sent is in the message, and no token or secret.</summary>
public sealed class ArgusTokenException : Exception
{
    internal ArgusTokenException(string error, string audience, TimeSpan? retryAfter = null, Exception? cause = null)
        : base($"No access token for {audience}: {error}.", cause)
    {
        Error = error;
        Audience = audience;
        RetryAfter = retryAfter;
    }

    /// <summary>
    /// The OAuth error code: the issuer's (RFC 6749 §5.2, RFC 8693 §2.2.2, RFC 9449 §5); <c>temporarily_unavailable</c> when it cannot be reached or says so,
    /// <c>server_error</c> when it answers with something that is no answer, <c>unknown_error</c> for codes that no specification names.
    /// </summary>
    public string Error { get; }

    /// <summary>For what.</summary>
    public string Audience { get; }

    /// <summary>Before that, nobody asks the issuer again; null when it was not asked at all.</summary>
    public TimeSpan? RetryAfter { get; }
}
