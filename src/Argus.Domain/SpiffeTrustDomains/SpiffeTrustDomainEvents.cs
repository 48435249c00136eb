using Argus.Domain.Kernel;

namespace Argus.Domain.SpiffeTrustDomains;

// Members stand in the order of their names, as canonical JSON has them.

public interface ISpiffeTrustDomainEvent : IDomainEvent;

/// <summary>A SPIFFE trust domain whose workloads may be clients of the tenant; or what is different about it now.</summary>
/// <param name="Bundle">Its authorities and keys as JSON (SPIFFE Trust Domain and Bundle §4): public halves only.</param>
/// <param name="TrustDomain">1 to 255 of <c>a-z 0-9 . - _</c>.</param>
public sealed record TrustDomainDescribed(string Bundle, string TrustDomain) : ISpiffeTrustDomainEvent;

/// <summary>No workload of it is believed any more.</summary>
public sealed record TrustDomainRemoved : ISpiffeTrustDomainEvent;
