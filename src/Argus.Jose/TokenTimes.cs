namespace Argus.Jose;

/// <summary>exp, nbf and iat against a clock (RFC 7519 §4.1.4 to §4.1.6), to the tick.</summary>
internal static class TokenTimes
{
    public static TokenFault Judge(in ClaimsSet claims, TokenRules rules, DateTimeOffset now)
    {
        // Differences of instants of the years 1 to 9999 do not overflow.
        var clock = now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var expiry = Ticks(claims.ExpiresAt!.Value);

        // "on or after which the JWT MUST NOT be accepted": the second exp itself is too late.
        if (clock - expiry >= (rules.ExpirySkew ?? rules.ClockSkew).Ticks) return TokenFault.Expired;
        if (claims.NotBefore is { } notBefore && Ticks(notBefore) - clock > rules.ClockSkew.Ticks) return TokenFault.NotYetValid;
        if (claims.IssuedAt is { } issued && Ticks(issued) - clock > rules.ClockSkew.Ticks) return TokenFault.IssuedInFuture;

        var lifetime = expiry - (claims.IssuedAt is { } start ? Ticks(start) : clock);
        return lifetime > rules.MaxLifetime.Ticks ? TokenFault.LifetimeTooLong : TokenFault.None;
    }

    private static long Ticks(long seconds) => seconds * TimeSpan.TicksPerSecond;
}
