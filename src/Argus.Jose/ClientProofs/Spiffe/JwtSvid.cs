namespace Argus.Jose.ClientProofs.Spiffe;

/// <summary>A JWT-SVID that <see cref="JwtSvidValidator"/> accepted. It is a bearer token: whether it was used before is for the caller to ask.</summary>
/// <param name="Id"><c>sub</c>, of the bundle's trust domain.</param>
/// <param name="JwtId"><c>jti</c>; null for none, which SPIFFE allows.</param>
/// <param name="ExpiresAt"><c>exp</c>, NumericDate seconds.</param>
/// <param name="Digest">SHA-256 of <c>header.payload</c>, 32 bytes.</param>
public sealed record JwtSvid(SpiffeId Id, string? JwtId, long ExpiresAt, byte[] Digest);

/// <summary>What a JWT-SVID must say.</summary>
public sealed record JwtSvidRules
{
    /// <summary>Must be the only <c>aud</c>: one that names others too could be handed on by any of them (JWT-SVID §7.2).</summary>
    public required string Audience { get; init; }

    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that <c>exp − iat</c> may be; without <c>iat</c>, the most that is left until <c>exp</c>.</summary>
    public TimeSpan MaxLifetime { get; init; } = TimeSpan.FromHours(1);
}
