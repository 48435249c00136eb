namespace Argus.Jose;

/// <summary>What a verifier demands of one kind of token from one issuer. Make it once and keep it.</summary>
public sealed record TokenRules
{
    /// <summary>Compared with <c>iss</c> byte for byte (RFC 7519 §4.1.1): a trailing slash or another case is another issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>
    /// One of <see cref="TokenType"/>. Compared exactly, case included; the long form <c>application/…</c> is taken as well, since
    /// RFC 9068 §4 has verifiers accept both and RFC 7515 §4.1.9 calls them the same. <c>AT+JWT</c> is neither.
    /// </summary>
    public required string Typ { get; init; }

    /// <summary>
    /// Takes tokens without <c>typ</c> too. Only for client assertions (RFC 7523), which common clients send untyped: they are verified with
    /// the client's own keys, under which no other kind of token exists.
    /// </summary>
    public bool AllowUntyped { get; init; }

    /// <summary>Must be in <c>aud</c>. Null: not checked here, the caller looks at <see cref="VerifiedToken.Audiences"/>.</summary>
    public string? Audience { get; init; }

    /// <summary>How far the issuer's clock may be off, for <c>exp</c>, <c>nbf</c> and <c>iat</c> alike.</summary>
    public TimeSpan ClockSkew { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Another skew for <c>exp</c> alone; null: <see cref="ClockSkew"/>. The issuer's own introspection passes zero here, and keeps a skew for
    /// <c>iat</c>: a token of the next second, or of a node whose clock is a little ahead, is no forgery.
    /// </summary>
    public TimeSpan? ExpirySkew { get; init => field = value is { } skew ? NotNegative(skew) : null; }

    /// <summary>The most that <c>exp − iat</c> may be; without <c>iat</c>, the most that is left until <c>exp</c>.</summary>
    public TimeSpan MaxLifetime { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(3600);

    /// <summary>Bytes of the compact serialization. More than <see cref="JwtValidator.MaxTokenLength"/> only for documents that an issuer publishes about itself.</summary>
    public int MaxLength { get; init; } = JwtValidator.MaxTokenLength;

    public RequiredClaims Required { get; init; } = RequiredClaims.AccessToken;

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
