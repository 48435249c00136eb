using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>Judges a refresh token for the one who holds it: it is good if it would be exchanged now. Asking changes nothing.</summary>
public sealed class RefreshTokenJudge(FamilyGrains families, FamilyTokens tokens, Issuers issuers, TimeProvider clock)
{
    /// <exception cref="LogUnavailableException">The log does not answer: nobody knows.</exception>
    internal async ValueTask<(string Outcome, ActiveToken? Token)> JudgeAsync(TenantView tenant, AuthenticatedClient caller, GrantToken refreshToken)
    {
        // By the log as it is, and not by what this node remembers: another one may have exchanged the token a moment ago.
        var family = await families.ReadAsync(tenant.Id, refreshToken.Family).ConfigureAwait(false);
        if (family.Grant is not { } grant)
            return ("unknown", null);

        var unfit = FamilyStanding.Unfit(tenant, family) ?? tokens.TargetOf(tenant, grant, caller.State, TokenWish.All).Unfit;
        var presented = new Presentation(refreshToken.Digest, caller.Id, family.Binding, FamilyStanding.Revoked(tenant, family), unfit);
        var terms = FamilyStanding.Terms(tenant, caller.State);
        var verdict = FamilyDecider.Present(family, presented, terms, clock.GetUtcNow());
        return verdict.Outcome == FamilyOutcome.Rotate ? (Judgement.Active, Describe(tenant, family, grant, terms)) : (verdict.Reason!, null);
    }

    private ActiveToken Describe(TenantView tenant, FamilyState family, FamilyAuthorized grant, RefreshTerms terms) => new(
        issuers.Of(tenant),
        grant.Subject.Value,
        grant.ClientId.Value,
        grant.Scope.Count == 0 ? null : grant.Scope.ToString(),
        Math.Min(family.Exp, (family.RotatedAt + terms.IdleLifetime).ToUnixTimeSeconds()),
        family.RotatedAt.ToUnixTimeSeconds(),
        AccessToken: null);
}
