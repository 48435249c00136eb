using Argus.Jose;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Telemetry;
using Argus.ResourceServer.Trust;

namespace Argus.ResourceServer.Validation;

/// <summary>
/// Verifies access tokens by themselves (RFC 9068 §4). A token that was verified before skips the signature, as long as its issuer is trusted as then and the key
/// is still the issuer's; its times are looked at again.
/// </summary>
internal sealed class TokenVerifier(TrustedIssuers issuers, RememberedTokens remembered, TimeProvider clock, GuardMeter meter)
{
    /// <param name="compact">The token, ASCII, at most <see cref="JwtValidator.MaxTokenLength"/>.</param>
    public Verification Verify(ReadOnlySpan<byte> compact)
    {
        var key = TokenKey.Of(compact);
        if (remembered.Find(key) is { } known && IsTrustedStill(known))
        {
            meter.Presented(wasRemembered: true);
            return new Verification(ReasonAt(known.Issuer.Rules, known.Token), known.Token, known.Issuer);
        }

        if (issuers.FindLikely(compact) is { } likely && Verify(compact, key, likely, out var isWrong) is var verified && !isWrong)
            return verified;

        Span<char> name = stackalloc char[UnverifiedIssuer.MaxLength];
        if (!UnverifiedIssuer.TryRead(compact, JwtValidator.MaxTokenLength, name, out var length)) return new Verification(ReasonCode.TokenInvalid, null, null);
        if (issuers.Find(name[..length], out var isUnknowable) is not { } issuer)
            return new Verification(isUnknowable ? ReasonCode.KeysUnavailable : ReasonCode.UnauthorizedIssuer, null, null);

        return Verify(compact, key, issuer, out _);
    }

    private Verification Verify(ReadOnlySpan<byte> compact, in TokenKey textKey, TrustedIssuer issuer, out bool isAnothers)
    {
        var lookup = new KeyLookup(issuer);
        var fault = JwtValidator.Validate(compact, issuer.Rules, lookup.Find, clock.GetUtcNow(), out var verified);
        isAnothers = fault == TokenFault.WrongIssuer;
        if (!isAnothers) meter.Presented(wasRemembered: false);
        if (lookup.Kid is not null) meter.KeyAsked(issuer.Name, lookup.Found is not null);
        if (verified is null) return new Verification(ReasonOf(fault, issuer), null, issuer, fault == TokenFault.UnknownKey ? lookup.Kid : null);
        if (AccessTokenOf(verified, issuer) is not { } token) return new Verification(ReasonCode.TokenInvalid, null, issuer);
        if (issuer.Terms is { } terms && !verified.Audiences.All(terms.Audiences.Contains)) return new Verification(ReasonCode.AudienceMismatch, null, issuer);

        remembered.Add(textKey, new RememberedToken(token, issuer, lookup.Found!));
        return new Verification(ReasonCode.Accepted, token, issuer);
    }

    private bool IsTrustedStill(RememberedToken known) =>
        ReferenceEquals(issuers.Find(known.Issuer.Name, out _), known.Issuer) && ReferenceEquals(known.Issuer.Keys.Find(known.Token.Kid), known.Key);

    // The same comparisons as at first (RFC 7519 §4.1.4, §4.1.5): of the times, only these two can come out differently later.
    private string ReasonAt(TokenRules rules, AccessToken token)
    {
        var now = clock.GetUtcNow();
        if (now - rules.ClockSkew >= DateTimeOffset.FromUnixTimeSeconds(token.ExpiresAt)) return ReasonCode.TokenExpired;
        return now + rules.ClockSkew < DateTimeOffset.FromUnixTimeSeconds(token.Verified.NotBefore) ? ReasonCode.TokenInvalid : ReasonCode.Accepted;
    }

    private static string ReasonOf(TokenFault fault, TrustedIssuer issuer) => fault switch
    {
        TokenFault.Expired => ReasonCode.TokenExpired,
        TokenFault.WrongAudience => ReasonCode.AudienceMismatch,

        // A set of keys that could not be refreshed in time does not know what it lacks.
        TokenFault.UnknownKey => issuer.Keys.Knowledge == KeyKnowledge.Fresh ? ReasonCode.UnknownKeyId : ReasonCode.KeysUnavailable,
        _ => ReasonCode.TokenInvalid,
    };

    private static AccessToken? AccessTokenOf(VerifiedToken verified, TrustedIssuer issuer)
    {
        var claims = default(DelegationClaims);
        if (!claims.TryRead(verified.Payload.Span) || ScopesOf(verified.Scope) is not { } scopes) return null;

        if (issuer.Terms is { } terms)
        {
            // Who of the anchor's own acted, only the anchor can say.
            if (claims.Actors?.Exists(actor => actor.Issuer == terms.Anchor) == true) return null;
            scopes.IntersectWith(terms.Scopes);
        }

        return new AccessToken(verified)
        {
            Scopes = scopes,
            FamilyId = claims.FamilyId,
            Actors = claims.Actors ?? [],
            Ancestors = claims.Ancestors ?? [],
            Confirmation = claims.Confirmation,
            NamePrefix = issuer.Terms?.SubjectPrefix ?? "",
        };
    }

    // RFC 6749 §3.3: single spaces between. Null for anything else.
    private static HashSet<string>? ScopesOf(string? scope)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        if (scope is null) return scopes;
        foreach (var one in scope.AsSpan().Split(' '))
        {
            if (one.End.Value == one.Start.Value) return null;
            scopes.Add(scope[one]);
        }

        return scopes;
    }

    /// <summary>Remembers which key was asked for and found.</summary>
    private sealed class KeyLookup(TrustedIssuer issuer)
    {
        public string? Kid { get; private set; }

        public VerificationKey? Found { get; private set; }

        public VerificationKey? Find(string kid) => Found = issuer.Keys.Find(Kid = kid);
    }
}
