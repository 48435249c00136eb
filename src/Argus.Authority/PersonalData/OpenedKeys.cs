using System.Collections.Concurrent;
using Argus.Domain.Kernel;

namespace Argus.Authority.PersonalData;

/// <summary>The keys of personal data that this node has at hand, those used last. One that was destroyed is not taken in again.</summary>
public sealed class OpenedKeys
{
    private const int GenerationSize = 16_384;

    private readonly Recent<(TenantId, string), ReadOnlyMemory<byte>> _keys = new(GenerationSize);
    private readonly ConcurrentDictionary<(TenantId, string), bool> _destroyed = new();

    // An empty dictionary takes all its locks to say that it is.
    private volatile bool _anyDestroyed;

    /// <returns>Null if it is not at hand. Empty: the store had no such key when it was last asked.</returns>
    internal ReadOnlyMemory<byte>? Find(TenantId tenant, string name) => _keys.Find((tenant, name));

    internal bool IsAnyDestroyed => _anyDestroyed;

    internal bool IsDestroyed(TenantId tenant, string name) => _anyDestroyed && _destroyed.ContainsKey((tenant, name));

    /// <summary>First in, then the look: a key that is destroyed meanwhile does not stay.</summary>
    internal void Add(TenantId tenant, string name, ReadOnlyMemory<byte> key)
    {
        _keys.Add((tenant, name), key);
        if (IsDestroyed(tenant, name))
            _keys.Remove((tenant, name));
    }

    internal void Forget(TenantId tenant, string name) => _keys.Remove((tenant, name));

    /// <summary>The log says that the user is erased.</summary>
    internal void Destroy(TenantId tenant, string name)
    {
        _destroyed[(tenant, name)] = true;
        _anyDestroyed = true;
        _keys.Remove((tenant, name));
    }
}
