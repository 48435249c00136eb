using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Signals;

/// <summary>How far a client has been told, folded from its stream.</summary>
public sealed record SignalState
{
    public static SignalState Initial { get; } = new();

    public bool Exists { get; private init; }

    /// <summary>The epoch up to which there is nothing left to tell.</summary>
    public long Through { get; private init; }

    /// <summary>Taken beyond that, out of order.</summary>
    public ImmutableHashSet<long> Taken { get; private init; } = [];

    public static string StreamOf(ClientId client) => $"signals:{client}";

    public static SignalState Evolve(SignalState state, ISignalEvent @event) => @event switch
    {
        SignalsBegan began => new SignalState { Exists = true, Through = began.After },
        SignalsTaken taken => state with
        {
            Through = taken.Through,
            Taken = [.. state.Taken.Union(taken.Epochs).Where(epoch => epoch > taken.Through)],
        },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of signals."),
    };

    /// <summary>Whether the client is to be told of it.</summary>
    public bool IsOpen(long epoch) => epoch > Through && !Taken.Contains(epoch);
}
