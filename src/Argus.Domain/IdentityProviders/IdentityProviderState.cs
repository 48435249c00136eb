using Argus.Domain.Kernel;

namespace Argus.Domain.IdentityProviders;

/// <summary>An outside OpenID Provider of a tenant, folded from its stream.</summary>
/// <param name="Described">As it was described last; null if there is none.</param>
public sealed record IdentityProviderState(ProviderDescribed? Described)
{
    public const string StreamPrefix = "provider:";

    public static IdentityProviderState Initial { get; } = new((ProviderDescribed?)null);

    public static string StreamOf(ProviderName provider) => $"{StreamPrefix}{provider}";

    public static IdentityProviderState Evolve(IdentityProviderState state, IIdentityProviderEvent @event) => @event switch
    {
        ProviderDescribed described => new IdentityProviderState(described),
        ProviderRemoved => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of an identity provider."),
    };
}
