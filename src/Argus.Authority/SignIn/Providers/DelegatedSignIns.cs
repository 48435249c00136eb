using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Log;

namespace Argus.Authority.SignIn.Providers;

/// <summary>Sends browsers to outside providers, and knows them when they come back.</summary>
public sealed class DelegatedSignIns(Aggregates aggregates, KnownProviders providers, PersonalKeys keys, TimeProvider clock)
{
    private const string Member = "return_to";

    /// <summary>A person may have to find a password there.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(10);

    /// <param name="tenant">Whose user signs in.</param>
    /// <param name="provider">Where.</param>
    /// <param name="secret">The browser's.</param>
    /// <param name="demand">What for.</param>
    /// <param name="redirectUri">Where the provider sends the browser back to.</param>
    /// <param name="origin">Who asks.</param>
    /// <returns>Where the browser goes.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    /// <exception cref="ProviderException">The provider cannot be reached.</exception>
    public async ValueTask<string> BeginAsync(
        TenantView tenant, ProviderDescribed provider, string secret, SignInDemand demand, string redirectUri, Origin origin)
    {
        var metadata = await providers.FindAsync(provider.Issuer).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var id = DelegatedSignInId.From(Guid.CreateVersion7(now));
        var browser = new BrowserSecret(secret, id);
        var seal = await keys.OfUserOrTodayAsync(tenant.Id, HintedUser.Of(tenant, demand.LoginHint)).ConfigureAwait(false);
        var returnTo = seal.Keep(Member, demand.ReturnTo);
        var delegated = new SignInDelegated(browser.Digest, (now + Lifetime).ToUnixTimeSeconds(), provider.Issuer, provider.Name, demand.Request, returnTo);
        await aggregates.DelegatedSignIns.ExecuteOnNewAsync(
            tenant.Id, DelegatedSignInState.StreamOf(id), state => DelegatedSignInDecider.Begin(state, delegated), origin, CancellationToken.None).ConfigureAwait(false);

        return UriQuery.Extend(metadata.AuthorizationEndpoint.AbsoluteUri,
        [
            ("response_type", "code"), ("client_id", provider.ClientId), ("redirect_uri", redirectUri), ("scope", provider.Scope.ToString()), ("state", id.Value),
            ("nonce", browser.Nonce), ("code_challenge", browser.CodeChallenge), ("code_challenge_method", "S256"),
            ("prompt", demand.Prompt), ("login_hint", demand.LoginHint),
        ]);
    }

    /// <summary>A browser has come back; it cannot a second time.</summary>
    /// <param name="tenant">Where.</param>
    /// <param name="id">The <c>state</c> that it brings.</param>
    /// <param name="secret">Its own.</param>
    /// <param name="origin">Who asks.</param>
    /// <returns>How it began, and where the browser goes on: path and query within the tenant; or why it does not count.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<(SignInDelegated? Delegated, string? ReturnTo, Refusal? Refusal)> ReturnAsync(TenantView tenant, DelegatedSignInId id, string secret, Origin origin)
    {
        var stream = DelegatedSignInState.StreamOf(id);
        var digest = new BrowserSecret(secret, id).Digest;
        var outcome = await aggregates.DelegatedSignIns.ExecuteAsync(
            tenant.Id, stream, state => DelegatedSignInDecider.Return(state, digest, clock.GetUtcNow()), origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is not null)
            return (null, null, outcome.Refusal);
        var state = await aggregates.DelegatedSignIns.ReadAsync(tenant.Id, stream).ConfigureAwait(false);
        return await keys.OpenAsync(tenant.Id, Member, state.Delegated!.ReturnTo).ConfigureAwait(false) is { } returnTo
            ? (state.Delegated, returnTo, null)
            : (null, null, new Refusal("sign_in_erased", "The user whom it was about was erased"));
    }
}
