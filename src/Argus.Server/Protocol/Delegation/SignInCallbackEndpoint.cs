using Argus.Authority;
using Argus.Authority.Delegation;
using Argus.Authority.Views;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Delegation;

/// <summary>
/// Where outside providers send browsers back to (OpenID Connect Core §3.1.2.5). Whatever is wrong ends on a page: the authorization request that the sign-in was
/// for is only known once the browser has shown that it began it.
/// </summary>
internal sealed class SignInCallbackEndpoint(
    DelegatedSignIns signIns, ProviderTokens tokens, KnownProviders providers, ExternalUsers users, SessionCookie cookie, SignInSecretCookie secrets,
    CallbackAnswer answer, FeedFollower views, Issuers issuers, TimeProvider clock) : IEndpoint
{
    public const string Path = "/oauth/sign-in/callback";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get];

    public async Task HandleAsync(TenantRequest request)
    {
        views.ThrowIfOlderThan(AuthorityOptions.MaxStalenessToIssue);
        var parameters = QueryReader.Read(request, out var malformed);
        if (malformed is not null || !DelegatedSignInId.TryParse(parameters!.Text("state"), out var id) || secrets.Read(request) is not { } secret)
        {
            await answer.ShowAsync(request, malformed?.Id ?? "callback_without_sign_in").ConfigureAwait(false);
            return;
        }

        var (delegated, refusal) = await signIns.ReturnAsync(request.Tenant, id, secret, request.Origin("browser:sign-in")).ConfigureAwait(false);
        if (refusal is not null)
        {
            await answer.ShowAsync(request, refusal.Code).ConfigureAwait(false);
            return;
        }

        try
        {
            await FinishAsync(request, parameters, delegated!, new BrowserSecret(secret, id)).ConfigureAwait(false);
        }
        catch (ProviderException e)
        {
            await answer.FailAsync(request, delegated!.Provider, e).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(TenantRequest request, Form parameters, SignInDelegated delegated, BrowserSecret browser)
    {
        if (request.Tenant.Provider(delegated.Provider) is not { } provider || provider.Issuer != delegated.Issuer)
            throw new ProviderException("The provider is not the tenant's any more.");
        await CheckIssuerAsync(provider, parameters.Text("iss")).ConfigureAwait(false);
        if (parameters.Text("error") is not null || parameters.Text("code") is not { } code)
            throw new ProviderException("The provider did not sign the user in.");

        var proven = await tokens.RedeemAsync(provider, browser, code, issuers.Of(request.Tenant) + Path).ConfigureAwait(false);
        var origin = request.Origin($"provider:{provider.Name}");
        if (await users.RegisterAsync(request.Tenant, proven, origin).ConfigureAwait(false) is not { Enabled: true } user)
            throw new ProviderException("The user is not served here, or has somebody else's name.");
        await SignInAsync(request, delegated, proven, user.Subject).ConfigureAwait(false);
        await AuthorizationAnswer.SendOnAsync(request, issuers.PathOf(request.Tenant) + delegated.ReturnTo).ConfigureAwait(false);
    }

    /// <summary>RFC 9207 §2.4: an answer of another provider must not be redeemed at this one.</summary>
    private async ValueTask CheckIssuerAsync(ProviderDescribed provider, string? issuer)
    {
        var metadata = await providers.FindAsync(provider.Issuer).ConfigureAwait(false);
        if (issuer is null ? metadata.SendsIssuer : issuer != provider.Issuer)
            throw new ProviderException("Another provider sent the browser back.");
    }

    private async Task SignInAsync(TenantRequest request, SignInDelegated delegated, ProvenUser proven, SubjectId user)
    {
        var authentication = ProvenAuthentication.Of(delegated, proven, clock.GetUtcNow());
        var current = await cookie.FindAsync(request).ConfigureAwait(false);
        await cookie.SignInAsync(request, current, user, authentication).ConfigureAwait(false);
    }
}
