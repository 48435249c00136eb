using Argus.Domain.Kernel;

namespace Argus.Domain.DelegatedSignIns;

/// <summary>A sign-in at an outside provider, folded from its stream.</summary>
/// <param name="Delegated">How it began; null if it did not.</param>
/// <param name="IsOver">Whether the browser has come back.</param>
public sealed record DelegatedSignInState(SignInDelegated? Delegated, bool IsOver)
{
    public static DelegatedSignInState Initial { get; } = new(null, false);

    public static string StreamOf(DelegatedSignInId id) => $"sign_in:{id}";

    public static DelegatedSignInState Evolve(DelegatedSignInState state, IDelegatedSignInEvent @event) => @event switch
    {
        SignInDelegated delegated => state with { Delegated = delegated },
        SignInReturned => state with { IsOver = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a delegated sign-in."),
    };
}
