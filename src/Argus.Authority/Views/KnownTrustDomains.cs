using System.Collections.Concurrent;
using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Authority.Views;

/// <summary>The SPIFFE trust domains of a tenant by name, with their bundles as they are read when they come in.</summary>
internal sealed class KnownTrustDomains
{
    private readonly ConcurrentDictionary<string, (TrustDomainDescribed Described, SpiffeBundle Bundle)> _all = new(StringComparer.Ordinal);

    public IEnumerable<TrustDomainDescribed> All => _all.Select(known => known.Value.Described);

    public SpiffeBundle? Find(string name) => _all.TryGetValue(name, out var known) ? known.Bundle : null;

    public TrustDomainDescribed? Described(string name) => _all.TryGetValue(name, out var known) ? known.Described : null;

    /// <exception cref="UnreadableEventException">The bundle is none that this program reads.</exception>
    public void Apply(string name, ISpiffeTrustDomainEvent @event)
    {
        if (SpiffeTrustDomainState.Evolve(SpiffeTrustDomainState.Initial, @event).Described is not { } described)
            _all.TryRemove(name, out _);
        else if (SpiffeBundle.TryParse(Encoding.UTF8.GetBytes(described.Bundle), name, out var bundle, out var fault))
            _all[name] = (described, bundle);
        else
            throw new UnreadableEventException($"The bundle of the SPIFFE trust domain {name} cannot be read: {fault}.");
    }
}
