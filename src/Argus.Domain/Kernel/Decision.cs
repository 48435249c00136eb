using System.Diagnostics.CodeAnalysis;

namespace Argus.Domain.Kernel;

/// <summary>Something that happened; what the log keeps.</summary>
[SuppressMessage("Design", "CA1040", Justification = "The events of all aggregates have nothing in common but that the catalogue lists them.")]
public interface IDomainEvent;

/// <summary>Why a decision went against the command. The code names the rule; the detail may name values, and is for operators only.</summary>
public sealed record Refusal(string Code, string Detail);

/// <summary>What a decider answers: the events that follow from the command (none if all is as it asks already), or a refusal.</summary>
public readonly record struct Decision<TEvent> where TEvent : IDomainEvent
{
    private readonly IReadOnlyList<TEvent>? _events;

    private Decision(IReadOnlyList<TEvent> events) => _events = events;

    private Decision(Refusal refusal) => Refusal = refusal;

    public Refusal? Refusal { get; }

    /// <summary>Empty for a refusal.</summary>
    public IReadOnlyList<TEvent> Events => _events ?? [];

    public static implicit operator Decision<TEvent>(TEvent[] events) => new(events);

    public static implicit operator Decision<TEvent>(Refusal refusal) => new(refusal);
}
