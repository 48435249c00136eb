namespace Argus.Authority.Outbound;

/// <summary>A bounded number of values; when there is no more room, the one that nobody asked for the longest is forgotten.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class RecentlyUsed<TValue>(int most) where TValue : class, new()
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, TValue Value)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, TValue Value)> _order = [];

    /// <summary>The key's value, made if there is none.</summary>
    public TValue Of(string key)
    {
        lock (_gate)
        {
            if (_nodes.TryGetValue(key, out var node))
                _order.Remove(node);
            else
                _nodes.Add(key, node = new((key, new TValue())));
            _order.AddFirst(node);
            if (_nodes.Count > most)
                Forget(_order.Last!);
            return node.Value.Value;
        }
    }

    private void Forget(LinkedListNode<(string Key, TValue Value)> node)
    {
        _order.Remove(node);
        _nodes.Remove(node.Value.Key);
    }
}
