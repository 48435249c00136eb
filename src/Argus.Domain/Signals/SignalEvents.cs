using Argus.Domain.Kernel;

namespace Argus.Domain.Signals;

// Members stand in the order of their names, as canonical JSON has them.

/// <summary>An event of what one client is told of revocations, one by one (RFC 8936). An entry of the log that revokes is known by its epoch: its position and one more.</summary>
public interface ISignalEvent : IDomainEvent;

/// <summary>The client asked for the first time: it is told of what comes from now on.</summary>
/// <param name="After">The epoch up to which it is told nothing.</param>
public sealed record SignalsBegan(long After) : ISignalEvent;

/// <summary>The client has taken some, and is not told of them again.</summary>
/// <param name="Epochs">Which.</param>
/// <param name="Refused">Of them, those that it could make nothing of, and why.</param>
/// <param name="Through">The epoch up to which there is nothing left to tell.</param>
public sealed record SignalsTaken(IReadOnlyList<long> Epochs, IReadOnlyList<SignalRefused> Refused, long Through) : ISignalEvent;

/// <summary>A token that its receiver did not accept.</summary>
/// <param name="Code">RFC 8935 §2.4, or what the receiver has instead: up to 64 letters, digits and underlines.</param>
/// <param name="Epoch">Which.</param>
public sealed record SignalRefused(string Code, long Epoch);
