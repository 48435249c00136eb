using Argus.Domain.Kernel;

namespace Argus.Domain.PushedRequests;

/// <summary>A pushed authorization request, folded from its stream.</summary>
public sealed record PushedRequestState
{
    public static PushedRequestState Initial { get; } = new();

    /// <summary>Null if there is none.</summary>
    public AuthorizationPushed? Request { get; private init; }

    /// <summary>Whether a code was issued for it.</summary>
    public bool Used { get; private init; }

    public static string StreamOf(PushedRequestId request) => $"pushed:{request}";

    public static PushedRequestState Evolve(PushedRequestState state, IPushedRequestEvent @event) => @event switch
    {
        AuthorizationPushed pushed => state with { Request = pushed },
        AuthorizationUsed => state with { Used = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a pushed request."),
    };

    /// <summary>Whether a browser may bring it.</summary>
    public bool IsGood(DateTimeOffset now) => Request is { } request && !Used && now.ToUnixTimeSeconds() < request.Exp;
}
