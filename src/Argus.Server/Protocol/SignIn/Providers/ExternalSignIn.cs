using Argus.Authority;
using Argus.Authority.SignIn;
using Argus.Authority.SignIn.Providers;
using Argus.Domain.IdentityProviders;
using Argus.Server.Pages;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>The step in which the user says who they are at an outside OpenID Provider.</summary>
internal interface IExternalSignIn
{
    /// <summary>The tenant's providers, as the sign-in page shows them.</summary>
    IReadOnlyList<SignInProvider> ProvidersOf(TenantRequest request);

    /// <summary>Where the sign-in page's form may lead by a redirect (<see cref="FormTarget"/>).</summary>
    ValueTask<IReadOnlyList<string>> FormTargetsAsync(TenantRequest request);

    /// <summary>Sends the browser to a provider.</summary>
    /// <param name="request">The request: a form of the sign-in page; the caller has seen to that.</param>
    /// <param name="provider">As the form names it.</param>
    /// <param name="demand">What for, and where the browser goes on afterwards.</param>
    Task BeginAsync(TenantRequest request, string? provider, SignInDemand demand);
}

/// <inheritdoc cref="IExternalSignIn"/>
internal sealed class ExternalSignIn(
    DelegatedSignIns signIns, KnownProviders providers, SignInSecretCookie secrets, AuthorizationAnswer answer, Issuers issuers, ILogger<ExternalSignIn> logger) : IExternalSignIn
{
    /// <summary>A provider that is slow to say where its endpoint is does not keep those waiting who sign in here.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public IReadOnlyList<SignInProvider> ProvidersOf(TenantRequest request) =>
        [.. request.Tenant.Providers.Select(provider => new SignInProvider(provider.Name.Value, provider.DisplayName))];

    public async ValueTask<IReadOnlyList<string>> FormTargetsAsync(TenantRequest request)
    {
        var targets = new List<string>();
        foreach (var provider in request.Tenant.Providers)
        {
            try
            {
                targets.Add(FormTarget.Of((await providers.FindAsync(provider.Issuer).WaitAsync(Patience).ConfigureAwait(false)).AuthorizationEndpoint));
            }
            catch (Exception e) when (e is ProviderException or TimeoutException)
            {
                // Most likely its endpoint is where its name is. The page is shown in any case: others sign in by other ways.
                targets.Add(FormTarget.Of(new Uri(provider.Issuer)));
            }
        }

        return targets;
    }

    public async Task BeginAsync(TenantRequest request, string? provider, SignInDemand demand)
    {
        if (!ProviderName.TryParse(provider, out var name) || request.Tenant.Provider(name) is not { } known)
        {
            await answer.ShowAsync(request, OAuthRefusal.InvalidRequest("provider_unknown", "There is no such place to sign in at.")).ConfigureAwait(false);
            return;
        }

        try
        {
            var redirectUri = issuers.Of(request.Tenant) + SignInCallbackEndpoint.Path;
            var location = await signIns.BeginAsync(
                request.Tenant, known, secrets.ReadOrWrite(request), demand, redirectUri, request.Origin("browser:sign-in")).ConfigureAwait(false);
            await AuthorizationAnswer.SendOnAsync(request, location).ConfigureAwait(false);
        }
        catch (ProviderException e)
        {
            ProviderSignInLog.Failed(logger, request.CorrelationId, request.Tenant.Id.Value, known.Name.Value, e.Message);
            await answer.ShowAsync(
                request, OAuthRefusal.InvalidRequest("provider_away", $"{known.DisplayName} cannot be reached now."), StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
        }
    }
}
