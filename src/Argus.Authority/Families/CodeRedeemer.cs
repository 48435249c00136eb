using Argus.Authority.Archive;
using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>
/// Opens families: exchanges authorization codes (RFC 6749 §4.1.3, RFC 7636 §4.6) and device codes (RFC 8628 §3.4) for a family's first tokens. Whether it is
/// allowed is asked again here, not only when the user was asked.
/// </summary>
public sealed class CodeRedeemer(FamilyGrains families, FamilyTokens tokens, FamilyAnswers answers, FeedFollower views, TimeProvider clock)
{
    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public ValueTask<TokenAnswer> RedeemCodeAsync(TenantView tenant, AuthenticatedClient client, CodeExchange exchange, Origin origin)
    {
        if (GrantToken.Parse(GrantTokenKind.AuthorizationCode, tenant.Id, exchange.Code) is not { } code)
            return ValueTask.FromResult(TokenAnswer.Refused(OAuthRefusal.InvalidGrant("code_malformed")));

        var presented = new CodePresentation(
            code.Digest, client.Id, TextDigest.Of(exchange.CodeVerifier), exchange.RedirectUri)
        {
            DpopJkt = client.Confirmation is { Method: Confirmation.Jkt } key ? key.Thumbprint : null,
        };
        return OpenAsync(tenant, client, code, exchange.Wish, "code", (family, revoked, unfit, now) =>
            FamilyDecider.Redeem(family, presented with { Revoked = revoked, Unfit = unfit }, now), origin);
    }

    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public ValueTask<TokenAnswer> RedeemDeviceCodeAsync(TenantView tenant, AuthenticatedClient client, string deviceCode, Origin origin)
    {
        if (GrantToken.Parse(GrantTokenKind.DeviceCode, tenant.Id, deviceCode) is not { } code)
            return ValueTask.FromResult(TokenAnswer.Refused(OAuthRefusal.InvalidGrant("device_code_malformed")));

        var presented = new Presentation(code.Digest, client.Id);
        return OpenAsync(tenant, client, code, TokenWish.All, "device_code", (family, revoked, unfit, now) =>
            FamilyDecider.Poll(family, presented with { Revoked = revoked, Unfit = unfit }, now), origin);
    }

    private async ValueTask<TokenAnswer> OpenAsync(
        TenantView tenant,
        AuthenticatedClient client,
        GrantToken code,
        TokenWish wish,
        string kind,
        Func<FamilyState, string?, string?, DateTimeOffset, FamilyVerdict> judge,
        Origin origin)
    {
        views.ThrowIfTooOldToIssue();
        if (LogRetention.IsOver(tenant, code.Family.Bits, clock.GetUtcNow()))
            return TokenAnswer.Refused(OAuthRefusal.InvalidGrant($"{kind}_archived"));
        var turn = await families.TakeTurnAsync(tenant.Id, code.Family, StepAsync, origin).ConfigureAwait(false);
        return await answers.AfterAsync(tenant, turn).ConfigureAwait(false);

        async ValueTask<FamilyStep<PendingAnswer>> StepAsync(FamilyState family)
        {
            var target = family.Grant is { } grant ? tokens.TargetOf(tenant, grant, client.State, wish) : default;
            var unfit = FamilyStanding.Unfit(tenant, family) ?? target.Unfit;
            var verdict = judge(family, FamilyStanding.Revoked(tenant, family), unfit, clock.GetUtcNow());
            if (verdict.Outcome != FamilyOutcome.Open)
                return new(new PendingAnswer(Refusal(kind, verdict)), verdict.Events, Successor.After(verdict, code.Family));
            return target.Refusal is { } refusal ? PendingAnswer.Refuse(refusal) : await FirstTokensAsync(tenant, client, code.Family, family, target).ConfigureAwait(false);
        }
    }

    private async ValueTask<FamilyStep<PendingAnswer>> FirstTokensAsync(
        TenantView tenant, AuthenticatedClient client, FamilyId id, FamilyState family, FamilyTarget target)
    {
        var settings = client.State.Settings;
        var refreshes = settings.GrantTypes.Contains(GrantType.RefreshToken) && family.Grant!.Scope.Contains(OidcScope.OfflineAccess);
        var refreshToken = refreshes ? GrantToken.New(GrantTokenKind.RefreshToken, tenant.Id, id) : null;
        var made = await tokens.MakeAsync(tenant, id, family, target, client.Confirmation).ConfigureAwait(false);
        var lifetime = settings.RefreshAbsoluteLifetime ?? tenant.State.Policy.RefreshAbsoluteLifetime;
        var opened = new FamilyOpened(client.Binding, refreshToken?.Digest, made.Token.Iat + lifetime, made.IdToken, family.Since, made.Token);
        return PendingAnswer.Issue(made, refreshToken, opened);
    }

    private static OAuthRefusal Refusal(string kind, FamilyVerdict verdict) => (verdict.Outcome, verdict.Reason) switch
    {
        (FamilyOutcome.Wait, _) => OAuthRefusal.AuthorizationPending("device_waits"),
        (_, DeviceRefusal.Denied) => OAuthRefusal.DeviceDenied("device_denied"),
        (_, DeviceRefusal.Expired) => OAuthRefusal.DeviceExpired("device_expired"),
        _ => OAuthRefusal.InvalidGrant($"{kind}_{verdict.Reason}"),
    };
}

/// <summary>A token request with an authorization code.</summary>
/// <param name="Code">As it came.</param>
/// <param name="CodeVerifier">RFC 7636 §4.1: 43 to 128 of the unreserved characters.</param>
/// <param name="RedirectUri">As it came, if it did.</param>
/// <param name="Wish">What else it names.</param>
public sealed record CodeExchange(string Code, string CodeVerifier, string? RedirectUri, TokenWish Wish)
{
    /// <summary>Two secrets are in it.</summary>
    public override string ToString() => "CodeExchange";
}
