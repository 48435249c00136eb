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
        if (token.Aud.Count == 0)
            return new Refusal("audience_missing", "A token without an audience could be used anywhere");
        if (token.Exp <= token.Iat || token.Exp - token.Iat > longestLifetime)
            return new Refusal("lifetime_out_of_range", $"{token.Exp - token.Iat} s; a token lives from 1 to {longestLifetime} s");
        return new ITokenEvent[] { token };
    }

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
