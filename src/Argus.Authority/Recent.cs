namespace Argus.Authority;

/// <summary>
/// Remembers what was added last, in two generations of bounded size: when the younger one is full, the elder is forgotten and the younger takes its place.
/// So there is never a moment at which everything is forgotten at once.
/// </summary>
internal sealed class Recent<TKey, TValue>(int generationSize) where TKey : notnull where TValue : struct
{
    private readonly Lock _gate = new();
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public TValue? Find(TKey key)
    {
        lock (_gate)
            return _young.TryGetValue(key, out var value) || _old.TryGetValue(key, out value) ? value : null;
    }

    public void Add(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (_young.Count >= generationSize)
                (_old, _young) = (_young, new(generationSize));
            _young[key] = value;
        }
    }

    public void Remove(TKey key)
    {
        lock (_gate)
        {
            _young.Remove(key);
            _old.Remove(key);
        }
    }
}
