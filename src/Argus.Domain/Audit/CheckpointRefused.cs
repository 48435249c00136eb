using Argus.Domain.Kernel;

namespace Argus.Domain.Audit;

/// <summary>A node did not sign the log's head, because it does not follow from what was signed before.</summary>
/// <param name="Checkpoint">The size of the last checkpoint; null before the first.</param>
/// <param name="Detail">What was compared with what.</param>
/// <param name="Reason">A stable name.</param>
/// <param name="Size">Of the head.</param>
public sealed record CheckpointRefused(long? Checkpoint, string Detail, string Reason, long Size) : IDomainEvent;
