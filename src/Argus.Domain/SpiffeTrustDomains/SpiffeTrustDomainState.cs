using Argus.Domain.Kernel;

namespace Argus.Domain.SpiffeTrustDomains;

/// <summary>A SPIFFE trust domain of a tenant, folded from its stream.</summary>
/// <param name="Described">As it was described last; null if there is none.</param>
public sealed record SpiffeTrustDomainState(TrustDomainDescribed? Described)
{
    public const string StreamPrefix = "spiffe:";

    public static SpiffeTrustDomainState Initial { get; } = new((TrustDomainDescribed?)null);

    public static string StreamOf(string trustDomain) => $"{StreamPrefix}{trustDomain}";

    public static SpiffeTrustDomainState Evolve(SpiffeTrustDomainState state, ISpiffeTrustDomainEvent @event) => @event switch
    {
        TrustDomainDescribed described => new SpiffeTrustDomainState(described),
        TrustDomainRemoved => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a SPIFFE trust domain."),
    };
}
