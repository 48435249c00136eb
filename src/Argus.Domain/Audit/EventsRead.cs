using Argus.Domain.Kernel;

namespace Argus.Domain.Audit;

/// <summary>Somebody read the log.</summary>
/// <param name="After">The position behind which the reading began; null for the log's beginning.</param>
/// <param name="Count">How many entries were given out.</param>
/// <param name="Opened">Whether what is sealed was given out in clear; null for no, as in older logs.</param>
/// <param name="Stream">Only this stream's, if only those.</param>
/// <param name="Type">Only events of this name, if only those.</param>
public sealed record EventsRead(long? After, int Count, bool? Opened, string? Stream, string? Type) : IDomainEvent;
