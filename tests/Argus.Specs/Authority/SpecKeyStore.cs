using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority;

/// <summary>The store of personal keys in memory, with hooks where a real one fails.</summary>
internal sealed class SpecKeyStore : IPersonalKeyStore
{
    private readonly InMemoryPersonalKeys _keys = new();
    private int _finds;

    /// <summary>Runs before each step; what it throws, the caller gets: "put", "find", "replace", "delete", "read".</summary>
    public Action<string>? OnStep { get; set; }

    public int Finds => _finds;

    public async Task<string[]> NamesAsync() => [.. (await _keys.ReadAsync("", CancellationToken.None)).Select(key => $"{key.Tenant}/{key.Key.Name}").Order(StringComparer.Ordinal)];

    public ValueTask<bool> PutAsync(TenantId tenant, StoredPersonalKey key, CancellationToken cancellation)
    {
        OnStep?.Invoke("put");
        return _keys.PutAsync(tenant, key, cancellation);
    }

    public ValueTask<IReadOnlyList<StoredPersonalKey>> FindAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _finds);
        OnStep?.Invoke("find");
        return _keys.FindAsync(tenant, names, cancellation);
    }

    public ValueTask<bool> ReplaceAsync(TenantId tenant, StoredPersonalKey read, StoredPersonalKey anew, CancellationToken cancellation)
    {
        OnStep?.Invoke("replace");
        return _keys.ReplaceAsync(tenant, read, anew, cancellation);
    }

    public ValueTask<int> DeleteAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        OnStep?.Invoke("delete");
        return _keys.DeleteAsync(tenant, names, cancellation);
    }

    public ValueTask<IReadOnlyList<(TenantId Tenant, StoredPersonalKey Key)>> ReadAsync(string prefix, CancellationToken cancellation)
    {
        OnStep?.Invoke("read");
        return _keys.ReadAsync(prefix, cancellation);
    }
}
