using System.Collections.Concurrent;

namespace Argus.ResourceServer.Validation;

/// <summary>What may be used once and was: tokens by issuer and jti, proofs by key and jti. Bounded; what does not fit is refused, never forgotten early.</summary>
/// <param name="capacity">How much is remembered at once.</param>
/// <param name="clock">The time by which things expire.</param>
internal sealed class UsedOnce(int capacity, TimeProvider clock)
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Of, string Id), DateTimeOffset> _used = new();
    private readonly Lock _gate = new();
    private long? _sweptAt;
    private int _count;

    public enum Answer
    {
        First,
        Again,

        /// <summary>No room: nobody knows.</summary>
        Full,
    }

    public bool Contains(string of, string id) => _used.TryGetValue((of, id), out var until) && clock.GetUtcNow() < until;

    /// <summary>One of those who come at once is the first.</summary>
    /// <param name="of">Whose id it is.</param>
    /// <param name="id">The id.</param>
    /// <param name="until">When it would be refused anyway.</param>
    public Answer Take(string of, string id, DateTimeOffset until)
    {
        if (Interlocked.Increment(ref _count) > capacity && !Sweep())
        {
            Interlocked.Decrement(ref _count);
            return _used.ContainsKey((of, id)) ? Answer.Again : Answer.Full;
        }

        if (_used.TryAdd((of, id), until)) return Answer.First;
        Interlocked.Decrement(ref _count);
        return Answer.Again;
    }

    // An entry that has expired is never taken over, only swept: what it was for has expired too.
    private bool Sweep()
    {
        lock (_gate)
        {
            if (_sweptAt is not { } swept || clock.GetElapsedTime(swept) >= BetweenSweeps)
            {
                _sweptAt = clock.GetTimestamp();
                var now = clock.GetUtcNow();
                foreach (var (key, until) in _used)
                {
                    if (until <= now && _used.TryRemove(key, out _)) Interlocked.Decrement(ref _count);
                }
            }

            return Volatile.Read(ref _count) <= capacity;
        }
    }
}
