using Argus.Authority.Views;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Log;

namespace Argus.Authority.SignIn.Providers;

/// <summary>Finds out whom a browser brings back from an outside provider: by the provider's word, and as a user of the tenant.</summary>
public sealed class ReturnedUsers(KnownProviders providers, ProviderTokens tokens, ExternalUsers users, TimeProvider clock)
{
    /// <param name="tenant">Whose user.</param>
    /// <param name="delegated">How the sign-in began.</param>
    /// <param name="browser">Of it.</param>
    /// <param name="answer">What the browser brings.</param>
    /// <param name="redirectUri">Where it brought it to.</param>
    /// <param name="origin">Who asks.</param>
    /// <exception cref="ProviderException">The provider does not answer, or not with what can be believed, or not for a user that is served.</exception>
    /// <exception cref="LogUnavailableException">The user is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask<(SubjectId User, Authentication Authentication)> FindAsync(
        TenantView tenant, SignInDelegated delegated, BrowserSecret browser, ProviderAnswer answer, string redirectUri, Origin origin)
    {
        if (tenant.Provider(delegated.Provider) is not { } provider || provider.Issuer != delegated.Issuer)
            throw new ProviderException("The provider is not the tenant's any more.");
        await CheckIssuerAsync(provider, answer.Issuer).ConfigureAwait(false);
        if (answer.IsError || answer.Code is not { } code)
            throw new ProviderException("The provider did not sign the user in.");

        var proven = await tokens.RedeemAsync(provider, browser, code, redirectUri).ConfigureAwait(false);
        if (await users.RegisterAsync(tenant, proven, origin).ConfigureAwait(false) is not { Enabled: true } user)
            throw new ProviderException("The user is not served here, or has somebody else's name.");
        return (user.Subject, ProvenAuthentication.Of(delegated, proven, clock.GetUtcNow()));
    }

    /// <summary>RFC 9207 §2.4: an answer of another provider must not be redeemed at this one.</summary>
    private async ValueTask CheckIssuerAsync(ProviderDescribed provider, string? issuer)
    {
        var metadata = await providers.FindAsync(provider.Issuer).ConfigureAwait(false);
        if (issuer is null ? metadata.SendsIssuer : issuer != provider.Issuer)
            throw new ProviderException("Another provider sent the browser back.");
    }
}

/// <summary>An authorization response of an outside provider (RFC 6749 §4.1.2).</summary>
/// <param name="Code">As it came.</param>
/// <param name="Issuer"><c>iss</c> (RFC 9207), as it came.</param>
/// <param name="IsError">Whether it has <c>error</c>.</param>
public sealed record ProviderAnswer(string? Code, string? Issuer, bool IsError)
{
    /// <summary>A code is not for log lines.</summary>
    public override string ToString() => "ProviderAnswer";
}
