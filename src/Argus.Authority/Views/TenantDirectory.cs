using System.Collections.Concurrent;
using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Tenants;
using Argus.Domain.Users;

namespace Argus.Authority.Views;

/// <summary>All tenants that the log knows, by name and by host.</summary>
public sealed class TenantDirectory
{
    private readonly ConcurrentDictionary<string, TenantView> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TenantView> _hosts = new(StringComparer.Ordinal);

    // An empty dictionary takes all its locks to say that it is.
    private volatile bool _anyHost;

    /// <summary>The keys of personal data that this node has at hand; not those of users who are erased.</summary>
    internal OpenedKeys OpenedKeys { get; } = new();

    public IEnumerable<TenantView> Tenants => _tenants.Values;

    /// <summary>The tenant, if it exists; it may be disabled.</summary>
    public TenantView? Find(string tenant) => _tenants.GetValueOrDefault(tenant);

    /// <summary>The tenant that the host name is mapped to. The first to claim a name in the feed keeps it, on every node alike.</summary>
    public TenantView? FindByHost(string host) => _hosts.GetValueOrDefault(host);

    /// <summary>The tenant that a request's Host header is for, with or without its port.</summary>
    public TenantView? FindByAuthority(string authority)
    {
        if (!_anyHost || authority.Length == 0)
            return null;
        var name = authority.ToLowerInvariant();
        var port = name.LastIndexOf(':');
        return FindByHost(name) ?? (port < 0 || name.EndsWith(']') ? null : FindByHost(name[..port]));
    }

    /// <summary>Folds one standing entry in. Called by one thread, in feed order.</summary>
    public void Apply(RecordedEvent recorded)
    {
        if (!TenantId.TryParse(recorded.Tenant, out var id))
            throw new UnreadableEventException($"'{recorded.Tenant}' is not a tenant.");

        var tenant = _tenants.GetOrAdd(recorded.Tenant, static (_, id) => new TenantView(id), id);
        tenant.Apply(recorded);
        if (recorded.Event is UserErased erased)
            Destroy(id, erased);
        if (recorded.Event is TenantCreated or TenantHostsChanged)
            MapHosts(tenant);
    }

    private void Destroy(TenantId tenant, UserErased erased)
    {
        foreach (var subject in erased.Subjects)
            OpenedKeys.Destroy(tenant, PersonalKey.OfSubject(subject));
    }

    private void MapHosts(TenantView tenant)
    {
        foreach (var (host, owner) in _hosts)
        {
            if (owner == tenant && !tenant.State.Hosts.Contains(host))
                _hosts.TryRemove(host, out _);
        }

        foreach (var host in tenant.State.Hosts)
            _hosts.TryAdd(host, tenant);
        _anyHost = !_hosts.IsEmpty;
    }
}
