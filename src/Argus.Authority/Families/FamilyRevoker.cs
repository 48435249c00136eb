using Argus.Authority.Clients;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>Ends families, and with them every token that they issued.</summary>
public sealed class FamilyRevoker(FamilyGrains families, FeedFollower views)
{
    /// <summary>By an operator.</summary>
    /// <returns>The family; null if there is none.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask<FamilyState?> RevokeAsync(TenantView tenant, FamilyId family, string reason, Origin origin)
    {
        var turn = await RevokeAsync(tenant, family, state => FamilyDecider.Revoke(state, reason), origin).ConfigureAwait(false);
        return turn.Result.Status == FamilyStatus.None ? null : turn.Result;
    }

    /// <summary>By the client that holds one of its refresh tokens (RFC 7009 §2.1). Nothing for a token that is unknown, or another's.</summary>
    /// <exception cref="LogUnavailableException">It is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask RevokeAsync(TenantView tenant, AuthenticatedClient caller, GrantToken refreshToken, Origin origin)
    {
        var digest = refreshToken.Digest;
        await RevokeAsync(tenant, refreshToken.Family, state => FamilyDecider.RevokeByClient(state, digest, caller.Id), origin).ConfigureAwait(false);
    }

    private async ValueTask<FamilyTurn<FamilyState>> RevokeAsync(
        TenantView tenant, FamilyId family, Func<FamilyState, Decision<IFamilyEvent>> decide, Origin origin)
    {
        var turn = await families.TakeTurnAsync(
            tenant.Id, family, state => ValueTask.FromResult(new FamilyStep<FamilyState>(state, decide(state).Events, Successor.Forget(family))), origin).ConfigureAwait(false);
        // Also when somebody else revoked it, or the first try went unanswered: done means that this node refuses its tokens.
        await views.ReachAsync(turn.Feed).ConfigureAwait(false);
        return turn;
    }
}
