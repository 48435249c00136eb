using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Audit;

/// <summary>The labels of streams as they lie in the store, for comparing them with the log.</summary>
public interface IStreamLabels
{
    /// <summary>All labels of a tenant up to and with a position, in the order of positions, and of keys where one position has several.</summary>
    /// <exception cref="LogUnavailableException"/>
    IAsyncEnumerable<PlacedLabel> ReadAsync(TenantId tenant, long throughPosition, CancellationToken cancellation);
}

/// <summary>A label on a stream.</summary>
/// <param name="Key">What stands for its text (<see cref="Domain.Projections.LabelKey"/>).</param>
/// <param name="Position">Where the append that labelled the stream has its first entry in it.</param>
/// <param name="Stream">The stream.</param>
public readonly record struct PlacedLabel(Guid Key, long Position, string Stream);
