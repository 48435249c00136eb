using Argus.Domain.Kernel;

namespace Argus.Domain.SpiffeTrustDomains;

/// <summary>What may happen to a SPIFFE trust domain. What its bundle says was read before.</summary>
public static class SpiffeTrustDomainDecider
{
    /// <summary>Makes the trust domain have this bundle, and no key of the one before.</summary>
    public static Decision<ISpiffeTrustDomainEvent> Describe(SpiffeTrustDomainState state, TrustDomainDescribed described) =>
        state.Described == described ? Array.Empty<ISpiffeTrustDomainEvent>() : [described];

    /// <summary>Takes the trust domain away. Nothing if there is none.</summary>
    public static Decision<ISpiffeTrustDomainEvent> Remove(SpiffeTrustDomainState state) =>
        state.Described is null ? Array.Empty<ISpiffeTrustDomainEvent>() : [new TrustDomainRemoved()];
}
