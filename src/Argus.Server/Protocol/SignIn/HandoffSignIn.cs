using Argus.Authority;
using Argus.Authority.SignIn;
using Argus.Server.Pages;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn;

/// <summary>
/// Sends browsers to the host application to sign in, where the tenant has one. A cookie keeps what only this browser knows: an answer that is brought by another
/// would sign it in as somebody else (RFC 6819 §4.4.1.13 has the same for codes).
/// </summary>
internal sealed class HandoffSignIn(Handoffs handoffs, Issuers issuers, AuthorizationAnswer answer)
{
    private readonly BrowserCookie _cookie = new("handoff", issuers);

    /// <summary>Whether users of the tenant sign in there, and not here.</summary>
    public static bool IsAskedFor(TenantRequest request) => request.Tenant.State.HandoffUri is not null;

    /// <summary>What only this browser knows; null if it began nothing.</summary>
    public string? BrowserOf(TenantRequest request) => _cookie.ReadSecret(request);

    public async Task BeginAsync(TenantRequest request, SignInDemand demand)
    {
        if (demand.ReturnTo.Length > Handoffs.LongestReturn)
        {
            await answer.ShowAsync(request, OAuthRefusal.InvalidRequest("handoff_size", "The request is too long to sign in elsewhere.")).ConfigureAwait(false);
            return;
        }

        // One for all tabs, which may be on their way at once.
        var browser = BrowserOf(request) ?? RandomSecret.New();
        var challenge = await handoffs.BeginAsync(request.Tenant, demand, browser, request.Origin("browser:sign-in")).ConfigureAwait(false);
        _cookie.Write(request, browser, TimeSpan.FromSeconds(Handoffs.Lifetime));
        await AuthorizationAnswer.SendOnAsync(request, Url(request, demand, challenge)).ConfigureAwait(false);
    }

    private string Url(TenantRequest request, SignInDemand demand, HandoffSecret challenge) => UriQuery.Extend(
        request.Tenant.State.HandoffUri!,
        [
            ("login_challenge", challenge.Text), ("iss", issuers.Of(request.Tenant)), ("client_id", demand.ClientId.Value), ("login_hint", demand.LoginHint), ("prompt", demand.Prompt),
        ]);
}
