using System.Collections.Concurrent;
using Argus.Domain.Kernel;

namespace Argus.Authority.PersonalData;

/// <summary>For one process, and as long as it lives: for specs.</summary>
public sealed class InMemoryPersonalKeys : IPersonalKeyStore
{
    private readonly ConcurrentDictionary<(TenantId Tenant, string Name), StoredPersonalKey> _keys = new();

    public ValueTask<bool> PutAsync(TenantId tenant, StoredPersonalKey key, CancellationToken cancellation) =>
        ValueTask.FromResult(_keys.TryAdd((tenant, key.Name), key));

    public ValueTask<IReadOnlyList<StoredPersonalKey>> FindAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<StoredPersonalKey>>(
            [.. names.Distinct(StringComparer.Ordinal).Select(name => _keys.GetValueOrDefault((tenant, name))).OfType<StoredPersonalKey>()]);

    public ValueTask<bool> ReplaceAsync(TenantId tenant, StoredPersonalKey read, StoredPersonalKey anew, CancellationToken cancellation) => ValueTask.FromResult(
        _keys.TryGetValue((tenant, read.Name), out var kept) && kept.Wrapped.Span.SequenceEqual(read.Wrapped.Span) && _keys.TryUpdate((tenant, read.Name), anew, kept));

    public ValueTask<int> DeleteAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        ValueTask.FromResult(names.Count(name => _keys.TryRemove((tenant, name), out _)));

    public ValueTask<IReadOnlyList<(TenantId Tenant, StoredPersonalKey Key)>> ReadAsync(string prefix, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<(TenantId, StoredPersonalKey)>>(
            [.. _keys.Where(key => key.Key.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(key => (key.Key.Tenant, key.Value))]);
}
