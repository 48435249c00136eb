using Argus.Domain.Kernel;

namespace Argus.Domain.Tokens;

/// <summary>What may happen to an access token.</summary>
public static class TokenDecider
{
    /// <summary>A token is issued once; the identifier is spent.</summary>
    public static Decision<ITokenEvent> Issue(TokenState state, TokenIssued token, int longestLifetime)
    {
        if (state.Issued)
            return new Refusal("token_exists", $"{token.Jti} is issued already");
        return Fault(token, longestLifetime) is { } fault ? fault : new ITokenEvent[] { token };
    }

    /// <summary>What no access token may be, whoever issues it.</summary>
    public static Refusal? Fault(TokenIssued token, int longestLifetime)
    {
        if (token.Aud.Count == 0)
            return new Refusal("audience_missing", "A token without an audience could be used anywhere");
        if (Lineage.Of(token) is { IsTooDeep: true })
            return new Refusal("lineage_too_deep", $"More than {Lineage.Deepest} tokens or actors are behind it");
        return token.Exp <= token.Iat || token.Exp - token.Iat > longestLifetime
            ? new Refusal("lifetime_out_of_range", $"{token.Exp - token.Iat} s; a token lives from 1 to {longestLifetime} s")
            : null;
    }

    /// <summary>
    /// Whoever's it is, and wherever its issuance stands: by an operator, who has a <paramref name="reason"/>; or for a token of a family, by the client that it names
    /// (RFC 7009). One that is revoked, or expired by <paramref name="now"/>, needs nothing.
    /// </summary>
    public static Decision<ITokenEvent> Revoke(TokenState state, Jti token, long exp, string? reason, DateTimeOffset now) =>
        state.Revoked || exp <= now.ToUnixTimeSeconds() ? Array.Empty<ITokenEvent>() : [new TokenRevoked(exp, token, reason)];

    /// <summary>
    /// RFC 7009: by the client that it was issued to. A token that is unknown, another client's, revoked or expired by <paramref name="now"/> needs nothing.
    /// </summary>
    public static Decision<ITokenEvent> Revoke(TokenState state, ClientId by, DateTimeOffset now)
    {
        if (!state.Issued || state.Revoked || state.ClientId != by || state.Exp <= now.ToUnixTimeSeconds())
            return Array.Empty<ITokenEvent>();
        return new ITokenEvent[] { new TokenRevoked(state.Exp, state.Jti) };
    }
}
