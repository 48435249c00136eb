using Argus.Domain.Kernel;

namespace Argus.Domain.Audit;

/// <summary>Somebody was given a proof: that an entry is in the log, or that one log is the beginning of another.</summary>
/// <param name="First">Of two sizes, the smaller one; null for an entry's proof.</param>
/// <param name="Jti">The token that was asked for, if one was.</param>
/// <param name="Position">The entry; null for a proof about two sizes.</param>
/// <param name="Size">Entries under the checkpoint.</param>
public sealed record ProofMade(long? First, Jti? Jti, long? Position, long Size) : IDomainEvent;
