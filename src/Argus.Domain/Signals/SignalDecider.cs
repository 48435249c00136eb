using Argus.Domain.Kernel;

namespace Argus.Domain.Signals;

/// <summary>What may happen to what a client is told.</summary>
public static class SignalDecider
{
    /// <summary>Tells the client from an epoch on; one that is told already goes on where it stands.</summary>
    public static Decision<ISignalEvent> Begin(SignalState state, long epoch) =>
        state.Exists ? Array.Empty<ISignalEvent>() : [new SignalsBegan(epoch)];

    /// <summary>Puts down what the client has taken. What it was not told, or has taken before, changes nothing.</summary>
    /// <param name="state">How far it has been told.</param>
    /// <param name="taken">Epochs that it says it has, or could make nothing of.</param>
    /// <param name="refused">Those of the second kind.</param>
    /// <param name="tellable">The epochs after <see cref="SignalState.Through"/> that there is something to tell of, in order.</param>
    public static Decision<ISignalEvent> Take(
        SignalState state, IReadOnlyCollection<long> taken, IReadOnlyCollection<SignalRefused> refused, IReadOnlyList<long> tellable)
    {
        if (!state.Exists)
            return new Refusal("signals_unknown", "The client has not asked for anything yet");

        long[] epochs = [.. taken.Distinct().Where(epoch => state.IsOpen(epoch) && tellable.Contains(epoch)).Order()];
        if (epochs.Length == 0)
            return Array.Empty<ISignalEvent>();

        var through = state.Through;
        foreach (var epoch in tellable.Where(epoch => epoch > state.Through))
        {
            if (state.IsOpen(epoch) && !epochs.Contains(epoch))
                break;
            through = epoch;
        }

        SignalRefused[] reasons = [.. refused.Where(each => epochs.Contains(each.Epoch)).DistinctBy(each => each.Epoch).OrderBy(each => each.Epoch)];
        return new ISignalEvent[] { new SignalsTaken(epochs, reasons, through) };
    }
}
