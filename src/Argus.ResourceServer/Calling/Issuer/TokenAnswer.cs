using System.Buffers;
using System.Net;
using System.Text.Json;
using Argus.ResourceServer.Calling.Cache;

namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>The answer of a token endpoint (RFC 6749 §5.1, §5.2; RFC 8693 §2.2).</summary>
/// <param name="wish">What was asked for.</param>
/// <param name="isBound">Whether the token must be bound to a key (RFC 9449 §5): one that is not is refused, for it would be sent as if it were.</param>
/// <param name="clock">The time.</param>
internal sealed class TokenAnswer(TokenWish wish, bool isBound, TimeProvider clock)
{
    private const int LongestToken = 16 * 1024;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    // RFC 6750 §2.1 b64token: what can stand in a header.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <param name="asked">Since when the token's time runs.</param>
    /// <exception cref="IssuerException">It is no answer.</exception>
    public async Task<TokenOutcome> ReadAsync(HttpResponseMessage response, ClockMark asked, CancellationToken cancellation)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError)
            return TokenFailure.OfIssuer(TokenError.TemporarilyUnavailable) with { RetryAfter = RetryAfter(response) };
        using var document = await IssuerJson.ReadAsync(response, cancellation).ConfigureAwait(false);
        var root = document.RootElement;
        return response.StatusCode switch
        {
            HttpStatusCode.OK => TokenOutcome.Fetched(Token(root, asked)),
            >= HttpStatusCode.BadRequest => new TokenFailure(TokenError.Named(IssuerJson.Text(root, "error"))) { RetryAfter = RetryAfter(response) },
            _ => throw new IssuerException($"The token endpoint answered with status {(int)response.StatusCode}.", (int)response.StatusCode),
        };
    }

    private CachedToken Token(JsonElement root, ClockMark asked)
    {
        var text = IssuerJson.Text(root, "access_token") ?? "";
        if (text.Length is 0 or > LongestToken || text.AsSpan().ContainsAnyExcept(TokenCharacters))
            throw new IssuerException("The answer holds no access token.");
        if (!string.Equals(IssuerJson.Text(root, "token_type"), isBound ? "DPoP" : "Bearer", StringComparison.OrdinalIgnoreCase))
            throw new IssuerException("The token is of another type than was asked for.");
        if (wish.SubjectToken is not null && IssuerJson.Text(root, "issued_token_type") != TokenExchange.AccessTokenType)
            throw new IssuerException("The token is no access token.");
        if (!root.TryGetProperty("expires_in", out var member) || member.ValueKind != JsonValueKind.Number || !member.TryGetInt64(out var seconds) || seconds <= 0)
            throw new IssuerException("The token's lifetime is not said.");

        var lifetime = seconds < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLife;
        return new CachedToken(text, asked, lifetime, clock);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
