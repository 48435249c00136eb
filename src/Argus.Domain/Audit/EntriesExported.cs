using Argus.Domain.Kernel;

namespace Argus.Domain.Audit;

/// <summary>Somebody took entries away in bundles. One event stands for all that the caller took in a while.</summary>
/// <param name="Bundles">How many bundles were given out.</param>
/// <param name="From">The first position that was in one of them.</param>
/// <param name="To">The last.</param>
public sealed record EntriesExported(int Bundles, long From, long To) : IDomainEvent;
