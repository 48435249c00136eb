using Argus.Domain.Kernel;

namespace Argus.Domain.Handoffs;

/// <summary>A sign-in at the host application, folded from its stream.</summary>
public sealed record HandoffState
{
    public static HandoffState Initial { get; } = new();

    /// <summary>What was asked; null if there is no such handoff.</summary>
    public SignInHandedOff? Asked { get; private init; }

    /// <summary>What the host application answered, if it accepted.</summary>
    public HandoffAccepted? Accepted { get; private init; }

    /// <summary>What it answered, if it rejected.</summary>
    public HandoffRejected? Rejected { get; private init; }

    /// <summary>Whether a browser brought the answer back.</summary>
    public bool Used { get; private init; }

    /// <summary>Digest of the secret that the answer is brought with; null while there is none.</summary>
    public string? AnswerDigest => Accepted?.Digest ?? Rejected?.Digest;

    public static string StreamOf(HandoffId handoff) => $"handoff:{handoff}";

    public static HandoffState Evolve(HandoffState state, IHandoffEvent @event) => @event switch
    {
        SignInHandedOff asked => state with { Asked = asked },
        HandoffAccepted accepted => state with { Accepted = accepted },
        HandoffRejected rejected => state with { Rejected = rejected },
        HandoffUsed => state with { Used = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a handoff."),
    };
}
