namespace Argus.ResourceServer.Calling.Cache;

/// <summary>What came of asking for a token: one of the two.</summary>
internal sealed class TokenOutcome
{
    private TokenOutcome(CachedToken? token, TokenFailure? failure, bool isKept = false)
    {
        Token = token;
        Failure = failure;
        IsKept = isKept;
    }

    public CachedToken? Token { get; }

    public TokenFailure? Failure { get; }

    /// <summary>Whether the token was there already.</summary>
    public bool IsKept { get; }

    public static TokenOutcome Fetched(CachedToken token) => new(token, null);

    public static TokenOutcome Kept(CachedToken token) => new(token, null, isKept: true);

    public static implicit operator TokenOutcome(TokenFailure failure) => new(null, failure);
}

/// <summary>Why there is no token.</summary>
/// <param name="Error">One of <see cref="TokenError"/>.</param>
/// <param name="Cause">What broke, if something did.</param>
internal sealed record TokenFailure(string Error, Exception? Cause = null)
{
    /// <summary>Whether it is about the issuer, and so about every token; else about this one.</summary>
    public bool IsOfIssuer { get; init; }

    /// <summary>How long nobody asks again. What the issuer said at first; then what is kept to.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static TokenFailure OfIssuer(string error, Exception? cause = null) => new(error, cause) { IsOfIssuer = true };
}
