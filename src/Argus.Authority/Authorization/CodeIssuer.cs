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
        var bound = new AuthorizationCode(
            request.Challenge, code.Digest, request.DpopJkt, (now + CodeLifetime).ToUnixTimeSeconds(), request.Return.Named ? request.Return.RedirectUri : null);
        var authorized = session.Authorize(request.Return.ClientId, request.Access.Scope, request.Access.Resources) with { Code = bound, Nonce = request.Nonce };
        var refusal = await families.ExecuteAsync(tenant.Id, family, state => FamilyDecider.Authorize(state, authorized, now), origin).ConfigureAwait(false);
        return refusal is null ? code.Text : throw new InvalidOperationException($"{refusal.Code}: {refusal.Detail}");
    }
}
