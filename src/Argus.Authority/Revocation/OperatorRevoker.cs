using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Revocation;

/// <summary>Revokes what an operator names: a token, or all that was issued before a moment to a subject, to a client, or by the tenant.</summary>
public sealed class OperatorRevoker(Aggregates aggregates, IEventLog log, FeedFollower views, TimeProvider clock)
{
    /// <summary>Revokes a token. Returns when that is durable and this node's own view shows it; other nodes hear of it at once.</summary>
    /// <returns>The position of the revocation, the first one if there were others; null if the token has expired, and needs none.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or not known to be.</exception>
    public async ValueTask<(long? Position, Refusal? Refusal)> RevokeAsync(TenantView tenant, Jti token, string reason, Origin origin)
    {
        if (await log.ReadIssuanceAsync(tenant.Id, token).ConfigureAwait(false) is not { } recorded || Entries.IssuedBy(recorded.Event) is not { Exp: var exp })
            return (null, new Refusal("token_unknown", "The log has no token of that jti"));

        var stream = TokenState.StreamOf(token);
        var outcome = await aggregates.Tokens.ExecuteAsync(
            tenant.Id, stream, state => TokenDecider.Revoke(state, token, exp, reason, clock.GetUtcNow()), origin, CancellationToken.None).ConfigureAwait(false);
        await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
        var history = await log.ReadEventsAsync(tenant.Id, stream).ConfigureAwait(false);
        return (history.FirstOrDefault(revocation => revocation.Event is TokenRevoked)?.Position, null);
    }

    /// <summary>Revokes whatever was issued before a moment. Returns when that is durable and this node's own view shows it; other nodes hear of it at once.</summary>
    /// <param name="tenant">Whose tokens.</param>
    /// <param name="holder">To whom they were issued.</param>
    /// <param name="notBefore">What was issued from then on stays; null for now.</param>
    /// <param name="reason">For the record.</param>
    /// <param name="origin">Who asks.</param>
    /// <returns>The position of the revocation.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or not known to be.</exception>
    public async ValueTask<long> RevokeAsync(TenantView tenant, TokenHolder holder, DateTimeOffset? notBefore, string reason, Origin origin)
    {
        var before = notBefore is { } moment ? await log.PositionAtAsync(tenant.Id.Value, moment, CancellationToken.None).ConfigureAwait(false) : (long?)null;
        var revoked = new TokensRevoked(before, holder.Client, notBefore?.ToUnixTimeSeconds() ?? Now(tenant, holder), reason, holder.Subject);
        var stream = $"revocation:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}";
        var appended = await aggregates.RecordAsync(tenant.Id, stream, revoked, origin).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The stream {stream} was made for this, and exists.");
        await views.ReachAsync(appended.Feed).ConfigureAwait(false);
        return appended.FirstPosition;
    }

    /// <summary>A revocation of this very second may have sent tokens into the next one; those must not look as if they were issued after this one.</summary>
    private long Now(TenantView tenant, TokenHolder holder) =>
        Math.Max(clock.GetUtcNow().ToUnixTimeSeconds(), tenant.Revoked.EarliestIssue(holder.Subject ?? "", holder.Client ?? default));
}

/// <summary>To whom tokens were issued. With neither named: to anybody.</summary>
/// <param name="Subject">As <c>sub</c> has it.</param>
/// <param name="Client">The client.</param>
public sealed record TokenHolder(string? Subject, ClientId? Client);
