using System.Collections.Concurrent;
using System.Numerics;

namespace Argus.ResourceServer.Validation;

/// <summary>
/// The tokens that were verified more than once of late, in two generations: when the younger one is full, the elder is forgotten and the younger takes its
/// place. Only what cannot change is remembered: the signature, and what the token says.
/// </summary>
/// <param name="capacity">Tokens at most; 0 remembers none.</param>
internal sealed class RememberedTokens(int capacity)
{
    private readonly Lock _gate = new();
    private readonly int _generationSize = capacity / 2;

    // What is kept outlives the collector's youngest generation, which costs more than a token that never comes again is worth: so the first time leaves a mark
    // only. Marks that fall on one another, or are torn by threads, remember a token sooner or later than others, and change nothing else.
    private readonly ulong[] _seen = new ulong[BitOperations.RoundUpToPowerOf2((uint)capacity / 2)];
    private volatile Generations _generations = new(new(), new());
    private int _young;

    public RememberedToken? Find(in TokenKey key)
    {
        var (young, old) = _generations;
        return young.TryGetValue(key, out var token) || old.TryGetValue(key, out token) ? token : null;
    }

    public void Add(in TokenKey key, RememberedToken token)
    {
        if (_generationSize == 0) return;
        ref var mark = ref _seen[key.A & (ulong)(_seen.Length - 1)];
        if (mark != key.B)
        {
            mark = key.B;
            return;
        }

        if (Volatile.Read(ref _young) >= _generationSize) Turn();
        if (_generations.Young.TryAdd(key, token)) Interlocked.Increment(ref _young);
        else _generations.Young[key] = token;
    }

    private void Turn()
    {
        lock (_gate)
        {
            if (_young < _generationSize) return;
            _generations = new Generations(New(), _generations.Young);
            Volatile.Write(ref _young, 0);
        }
    }

    // Made in its full size: growing would cost as much as the verification that it saves.
    private ConcurrentDictionary<TokenKey, RememberedToken> New() => new(Environment.ProcessorCount, _generationSize);

    private sealed record Generations(ConcurrentDictionary<TokenKey, RememberedToken> Young, ConcurrentDictionary<TokenKey, RememberedToken> Old);
}
