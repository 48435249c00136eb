using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

/// <summary>Given these events, what does the decision say; and what does it say when it is taken again on its own result.</summary>
internal static class Deciding
{
    public static TState Fold<TState, TEvent>(TState state, Func<TState, TEvent, TState> evolve, params IEnumerable<TEvent> events) => events.Aggregate(state, evolve);

    public static void Gives<TEvent>(this Decision<TEvent> decision, params TEvent[] events) where TEvent : IDomainEvent
    {
        Assert.Null(decision.Refusal);
        Assert.Equal(events, decision.Events);
    }

    public static void IsRefused<TEvent>(this Decision<TEvent> decision, string code) where TEvent : IDomainEvent
    {
        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Empty(decision.Events);
    }
}
