using Argus.Authority.Families;
using Argus.Authority.Sessions;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Authorization;

/// <summary>Gives a client the code for what its user allowed: the beginning of a family of tokens.</summary>
public sealed class CodeIssuer(FamilyGrains families, BrowserSessions sessions, TimeProvider clock)
{
    /// <summary>RFC 6749 §4.1.2; a client that is well redeems it at once.</summary>
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    /// <returns>The code; null if the session is over.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, and no code leaves.</exception>
    public async ValueTask<string?> IssueAsync(TenantView tenant, AuthorizationRequest request, BrowserSession session, Origin origin)
    {
        // First the session: a client that has a user's tokens must hear of the session's end.
        if (!await sessions.JoinAsync(tenant, session, request.Return.ClientId, origin).ConfigureAwait(false))
            return null;
        var now = clock.GetUtcNow();
        var family = FamilyId.From(Guid.CreateVersion7(now));
        var code = GrantToken.New(GrantTokenKind.AuthorizationCode, tenant.Id, family);
        var authorized = Describe(request, session, code.Digest, (now + CodeLifetime).ToUnixTimeSeconds());
        var turn = await families.TakeTurnAsync(
            tenant.Id,
            family,
            state => ValueTask.FromResult(FamilyDecider.Authorize(state, authorized, now) is var decision
                ? new FamilyStep<Refusal?>(decision.Refusal, decision.Events)
                : default),
            origin).ConfigureAwait(false);
        return turn.Result is null ? code.Text : throw new InvalidOperationException($"{turn.Result.Code}: {turn.Result.Detail}");
    }

    private static FamilyAuthorized Describe(AuthorizationRequest request, BrowserSession session, string digest, long exp)
    {
        var authentication = session.State.Authentication!;
        return new FamilyAuthorized(
            authentication.Acr,
            authentication.Amr,
            authentication.AuthTime,
            request.Return.ClientId,
            new AuthorizationCode(request.Challenge, digest, exp, request.Return.Named ? request.Return.RedirectUri : null),
            request.Nonce,
            request.Access.Resources,
            request.Access.Scope,
            session.Id.Value,
            session.State.Subject);
    }
}
