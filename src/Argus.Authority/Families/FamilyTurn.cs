using Argus.Domain.Families;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>A step of a turn.</summary>
/// <param name="Result">What the turn comes to if the events hold.</param>
/// <param name="Events">What to append; empty for nothing.</param>
/// <param name="Beside">What to write beside the log with them.</param>
public readonly record struct FamilyStep<T>(T Result, IReadOnlyList<IFamilyEvent> Events, BesideWrite? Beside = null);

/// <summary>A turn that is over: what it decided is durable.</summary>
/// <param name="Result">What it came to.</param>
/// <param name="Appended">What it appended, if anything.</param>
public readonly record struct FamilyTurn<T>(T Result, AppendResult.Appended? Appended)
{
    /// <summary>The feed number of the stream's last standing entry, whoever appended it: a view that shows it knows whether the family lives.</summary>
    public long? Feed { get; init; }
}
