using Argus.Authority.Archive;
using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>
/// Exchanges refresh tokens (RFC 6749 §6). Each has one successor: who asks again in time gets the same one, who asks again out of time ends the family.
/// Every refusal looks the same to the caller.
/// </summary>
public sealed class TokenRefresher(
    FamilyGrains families, FamilyTokens tokens, FamilyAnswers answers, UnknownRefreshTokens unknown, FeedFollower views, TimeProvider clock)
{
    private const string Unknown = "refresh_unknown";

    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public async ValueTask<TokenAnswer> RefreshAsync(
        TenantView tenant, AuthenticatedClient client, string refreshToken, TokenWish wish, Origin origin)
    {
        if (GrantToken.Parse(GrantTokenKind.RefreshToken, tenant.Id, refreshToken) is not { } presented)
            return TokenAnswer.Refused(OAuthRefusal.InvalidGrant("refresh_malformed"));

        // Who guesses makes this node read the log for nothing. Whoever shares the address keeps what they have: nothing is said of their token.
        if (families.FindWarm(tenant.Id, presented.Family) is null && unknown.WaitOf(tenant.Id, origin.Source) is { } wait)
            return TokenAnswer.Refused(OAuthRefusal.TooMany("refresh_unknown_too_often", wait));

        views.ThrowIfTooOldToIssue();
        if (LogRetention.IsOver(tenant, presented.Family.Bits, clock.GetUtcNow()))
            return TokenAnswer.Refused(OAuthRefusal.InvalidGrant("refresh_archived"));
        var digest = presented.Digest;
        var turn = await families.TakeTurnAsync(
            tenant.Id, presented.Family, state => StepAsync(tenant, client, presented, digest, wish, state), origin).ConfigureAwait(false);
        if (turn.Result.Refusal?.Id == Unknown)
            unknown.Count(tenant.Id, origin.Source);
        return await answers.AfterAsync(tenant, turn).ConfigureAwait(false);
    }

    private async ValueTask<FamilyStep<PendingAnswer>> StepAsync(
        TenantView tenant, AuthenticatedClient client, GrantToken presented, string digest, TokenWish wish, FamilyState family)
    {
        var target = family.Grant is { } grant ? tokens.TargetOf(tenant, grant, client.State, wish) : default;
        var presentation = new Presentation(
            digest, client.Id, client.Binding, FamilyStanding.Revoked(tenant, family), FamilyStanding.Unfit(tenant, family) ?? target.Unfit);
        var terms = FamilyStanding.Terms(tenant, client.State);
        var verdict = FamilyDecider.Present(family, presentation, terms, clock.GetUtcNow());
        if (verdict.Outcome is FamilyOutcome.Refuse)
            return new(new PendingAnswer(Refusal(verdict)), verdict.Events, Successor.After(verdict, presented.Family));
        if (target.Refusal is { } refusal)
            return PendingAnswer.Refuse(refusal);

        return verdict.Outcome == FamilyOutcome.Rotate
            ? await RotateAsync(tenant, client, presented, target, terms, family).ConfigureAwait(false)
            : await RetryAsync(tenant, client, presented, target, verdict.Reason!, family).ConfigureAwait(false);
    }

    private async ValueTask<FamilyStep<PendingAnswer>> RotateAsync(
        TenantView tenant, AuthenticatedClient client, GrantToken presented, FamilyTarget target, RefreshTerms terms, FamilyState family)
    {
        var successor = GrantToken.New(GrantTokenKind.RefreshToken, tenant.Id, presented.Family);
        var made = await tokens.MakeAsync(tenant, presented.Family, family, target, client.Confirmation).ConfigureAwait(false);
        var rotated = new RefreshRotated(successor.Digest, family.Generation + 1, made.IdToken, family.Since, made.Token);
        return PendingAnswer.Issue(made, successor, rotated, Successor.Keep(presented, successor, tenant.Id, terms));
    }

    private async ValueTask<FamilyStep<PendingAnswer>> RetryAsync(
        TenantView tenant, AuthenticatedClient client, GrantToken presented, FamilyTarget target, string kind, FamilyState family)
    {
        var kept = await families.ReadSuccessorAsync(tenant.Id, presented.Family).ConfigureAwait(false);
        if (kept is not { } value || Successor.Open(presented, value, tenant.Id) is not { } successor || successor.Digest != family.Head)
        {
            // Another node has rotated on in the meantime, or the windows have just closed: no retry, and no theft either.
            return PendingAnswer.Refuse(OAuthRefusal.InvalidGrant("refresh_successor_gone"));
        }

        var made = await tokens.MakeAsync(tenant, presented.Family, family, target, client.Confirmation).ConfigureAwait(false);
        var retried = new RefreshRetried(family.Generation, made.IdToken, kind, family.Since, made.Token);
        return PendingAnswer.Issue(made, successor, retried);
    }

    private static OAuthRefusal Refusal(FamilyVerdict verdict) => OAuthRefusal.InvalidGrant($"refresh_{verdict.Reason}");
}
