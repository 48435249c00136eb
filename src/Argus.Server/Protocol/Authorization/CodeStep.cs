using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.Sessions;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>The last step: all is allowed, and the client gets its code.</summary>
internal sealed class CodeStep(PushedRequests pushedRequests, Consents consents, CodeIssuer issuer, AuthorizationAnswer answer)
{
    /// <param name="request">The request.</param>
    /// <param name="reading">What is asked for.</param>
    /// <param name="session">Who allows it.</param>
    /// <param name="isAllowedNow">Whether the user has just said so, and it is to be remembered.</param>
    public async Task IssueAsync(TenantRequest request, AuthorizationReading reading, BrowserSession session, bool isAllowedNow)
    {
        var (tenant, asked, origin) = (request.Tenant, reading.Request!, request.Origin($"user:{session.State.Subject}"));
        if (reading.Pushed is { } pushed && !await pushedRequests.TryUseAsync(tenant, pushed, origin).ConfigureAwait(false))
        {
            await answer.ShowAsync(request, OAuthRefusal.InvalidRequest("request_uri_spent", "The request was used already, or its time is over.")).ConfigureAwait(false);
            return;
        }

        if (isAllowedNow)
            await consents.GrantAsync(tenant, session.State.Subject, asked.Return.ClientId, asked.Access, origin).ConfigureAwait(false);
        var code = await issuer.IssueAsync(tenant, asked, session, origin).ConfigureAwait(false);
        var next = code is null
            ? answer.RefuseAsync(request, asked.Return, new OAuthRefusal("session_over", "access_denied", "The user has signed out."))
            : !await StandsAsync(request, asked, session).ConfigureAwait(false)
            ? answer.RefuseAsync(request, asked.Return, new OAuthRefusal("consent_withdrawn", "access_denied", "The user has withdrawn the consent."))
            : answer.CodeAsync(request, asked.Return, code);
        await next.ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the consent still stands when the family does. What is withdrawn later reaches the family by its position in the log; what was withdrawn between the
    /// look at the consent and the family would not.
    /// </summary>
    private async ValueTask<bool> StandsAsync(TenantRequest request, AuthorizationRequest asked, BrowserSession session) =>
        await consents.FindInsufficientAsync(request.Tenant, session.State.Subject, asked).ConfigureAwait(false) is null;
}
