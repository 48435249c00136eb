using Argus.Domain.Kernel;

namespace Argus.Domain.IdentityProviders;

/// <summary>What may happen to an outside OpenID Provider.</summary>
public static class IdentityProviderDecider
{
    /// <summary>Makes the provider be as described. Its users are known by its issuer: another issuer has other users.</summary>
    public static Decision<IIdentityProviderEvent> Describe(IdentityProviderState state, ProviderDescribed described) =>
        state.Described == described ? Array.Empty<IIdentityProviderEvent>() : [described];

    public static Decision<IIdentityProviderEvent> Remove(IdentityProviderState state) =>
        state.Described is null ? new Refusal("provider_unknown", "There is no such identity provider") : new IIdentityProviderEvent[] { new ProviderRemoved() };
}
