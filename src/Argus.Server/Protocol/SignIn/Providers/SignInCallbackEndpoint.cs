using Argus.Authority;
using Argus.Authority.SignIn.Providers;
using Argus.Authority.Views;
using Argus.Domain.DelegatedSignIns;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>
/// Where outside providers send browsers back to (OpenID Connect Core §3.1.2.5). Whatever is wrong ends on a page: the authorization request that the sign-in was
/// for is only known once the browser has shown that it began it.
/// </summary>
internal sealed class SignInCallbackEndpoint(
    DelegatedSignIns signIns, ReturnedUsers users, SessionCookie cookie, SignInSecretCookie secrets, CallbackAnswer answer, FeedFollower views, Issuers issuers) : IEndpoint
{
    public const string Path = "/oauth/sign-in/callback";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get];

    public async Task HandleAsync(TenantRequest request)
    {
        views.ThrowIfTooOldToIssue();
        var parameters = QueryReader.Read(request, out var malformed);
        if (malformed is not null || !DelegatedSignInId.TryParse(parameters!.Text("state"), out var id) || secrets.Read(request) is not { } secret)
        {
            await answer.ShowAsync(request, malformed?.Id ?? "callback_without_sign_in").ConfigureAwait(false);
            return;
        }

        var (delegated, returnTo, refusal) = await signIns.ReturnAsync(request.Tenant, id, secret, request.Origin("browser:sign-in")).ConfigureAwait(false);
        if (refusal is not null)
        {
            await answer.ShowAsync(request, refusal.Code).ConfigureAwait(false);
            return;
        }

        try
        {
            await SignInAsync(request, parameters, delegated!, new BrowserSecret(secret, id)).ConfigureAwait(false);
            await AuthorizationAnswer.SendOnAsync(request, issuers.PathOf(request.Tenant) + returnTo).ConfigureAwait(false);
        }
        catch (ProviderException e)
        {
            await answer.FailAsync(request, delegated!.Provider, e).ConfigureAwait(false);
        }
    }

    private async Task SignInAsync(TenantRequest request, Form parameters, SignInDelegated delegated, BrowserSecret browser)
    {
        var brought = new ProviderAnswer(parameters.Text("code"), parameters.Text("iss"), parameters.Text("error") is not null);
        var origin = request.Origin($"provider:{delegated.Provider}");
        var (user, authentication) = await users.FindAsync(request.Tenant, delegated, browser, brought, issuers.Of(request.Tenant) + Path, origin).ConfigureAwait(false);
        var current = await cookie.FindAsync(request).ConfigureAwait(false);
        await cookie.SignInAsync(request, current, user, authentication).ConfigureAwait(false);
    }
}
