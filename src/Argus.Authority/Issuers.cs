using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Authority;

/// <summary>
/// Each tenant's one issuer (RFC 8414 §2), from configuration and the log, never from a request: the public URL itself for the default tenant, the
/// first of its hosts for a tenant that has hosts, <c>{PublicUrl}/t/{tenant}</c> for every other.
/// </summary>
public sealed class Issuers
{
    private readonly Uri _publicUrl;

    /// <param name="publicUrl">https, or http on loopback; without a path, query or fragment.</param>
    /// <param name="defaultTenant">The tenant served at the root.</param>
    public Issuers(Uri publicUrl, TenantId defaultTenant)
    {
        _publicUrl = publicUrl;
        DefaultTenant = defaultTenant;
        PublicUrl = publicUrl.GetLeftPart(UriPartial.Authority);
    }

    public TenantId DefaultTenant { get; }

    /// <summary>Without a slash at its end.</summary>
    public string PublicUrl { get; }

    /// <summary>The Admin API as a resource: what tokens for it are made for, by the system tenant and nobody else.</summary>
    public string AdminResource => $"{PublicUrl}/admin";

    /// <summary>Whether the name is the shared host's own.</summary>
    public bool IsPublicHost(string host) => host == _publicUrl.Authority || host == _publicUrl.Host;

    /// <summary>What the paths of the tenant's endpoints begin with: nothing, or <c>/t/{tenant}</c>.</summary>
    public string PathOf(TenantView tenant) => tenant.Id == DefaultTenant || tenant.State.Hosts.Count > 0 ? "" : $"/t/{tenant.Id}";

    public string Of(TenantView tenant) => Of(tenant.Id, tenant.State.Hosts);

    /// <param name="tenant">Whose.</param>
    /// <param name="hosts">The tenant's own, the issuer's first.</param>
    public string Of(TenantId tenant, IReadOnlyList<string> hosts)
    {
        if (tenant == DefaultTenant)
            return PublicUrl;
        if (hosts is not [var host, ..])
            return $"{PublicUrl}/t/{tenant}";
        var port = host.Contains(':', StringComparison.Ordinal) || _publicUrl.IsDefaultPort ? "" : $":{_publicUrl.Port}";
        return $"{_publicUrl.Scheme}://{host}{port}";
    }
}
