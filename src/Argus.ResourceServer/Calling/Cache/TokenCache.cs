using System.Collections.Concurrent;

namespace Argus.ResourceServer.Calling.Cache;

/// <summary>The places of all tokens of a client, bounded: beyond the bound go those that hold nothing, then those that were not used for longest.</summary>
internal sealed class TokenCache(int most, Func<TokenSlot> newSlot, TimeProvider clock)
{
    private readonly ConcurrentDictionary<TokenKey, TokenSlot> _slots = new();
    private readonly Lock _clearing = new();
    private int _count;

    public int Count => _slots.Count;

    public TokenSlot Slot(in TokenKey key)
    {
        if (_slots.TryGetValue(key, out var found))
            return found;

        var made = newSlot();
        var slot = _slots.GetOrAdd(key, made);
        if (slot == made && Interlocked.Increment(ref _count) > most)
            Clear(slot);
        return slot;
    }

    // A tenth at once, so that looking through all of them is paid for by many that come.
    private void Clear(TokenSlot newest)
    {
        lock (_clearing)
        {
            if (_count <= most)
                return;
            var idle = _slots.Where(slot => slot.Value != newest && !slot.Value.IsInFlight).ToList();
            foreach (var empty in idle.Where(slot => !slot.Value.IsNeeded))
                Remove(empty);

            var tooMany = _count > most ? _count - most + most / 10 : 0;
            foreach (var old in idle.OrderByDescending(slot => slot.Value.LastUsed.Elapsed(clock)).Take(tooMany))
                Remove(old);
        }
    }

    private void Remove(KeyValuePair<TokenKey, TokenSlot> slot)
    {
        if (_slots.TryRemove(slot))
            Interlocked.Decrement(ref _count);
    }
}
