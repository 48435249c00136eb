using Argus.Authority;
using Argus.Authority.Views;
using Argus.Server.Protocol.Discovery;
using Argus.Server.Protocol.RevocationFeed;

namespace Argus.Server.Tenancy;

/// <summary>
/// Which tenant a request is for, and what of it. Read from the raw request target, before anything is decoded or folded: a tenant has one spelling, and what
/// is not that spelling is not found.
/// </summary>
internal sealed class RequestTarget(TenantDirectory directory, Issuers issuers)
{
    private const string TenantPrefix = "/t/";

    private static readonly string[] InFrontOfPaths = [.. MetadataEndpoint.WellKnown, SignalConfigurationEndpoint.Path];

    /// <param name="rawTarget">As it stands in the request line.</param>
    /// <param name="host">The Host header's value.</param>
    /// <param name="path">The path within the tenant.</param>
    /// <returns>The tenant, or null: unknown, disabled, or not to be reached this way.</returns>
    public TenantView? Resolve(string rawTarget, HostString host, out ReadOnlySpan<char> path)
    {
        var query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        path = query < 0 ? rawTarget : rawTarget.AsSpan(0, query);
        var tenant = directory.FindByAuthority(host.Value ?? "") ?? OfPath(ref path);
        return tenant is { State.Enabled: true } ? tenant : null;
    }

    private TenantView? OfPath(ref ReadOnlySpan<char> path)
    {
        if (path.StartsWith(TenantPrefix, StringComparison.Ordinal))
            return Named(path[TenantPrefix.Length..], out path);

        // RFC 8414 §3.1: the well-known name goes in front of the issuer's path.
        foreach (var name in InFrontOfPaths)
        {
            if (!path.StartsWith(name, StringComparison.Ordinal) || !path[name.Length..].StartsWith(TenantPrefix, StringComparison.Ordinal))
                continue;
            var tenant = Named(path[(name.Length + TenantPrefix.Length)..], out var rest);
            path = name;
            return rest.IsEmpty ? tenant : null;
        }

        return directory.Find(issuers.DefaultTenant.Value);
    }

    /// <summary>A tenant that is reached by its path only: the default one has the root, others may have hosts.</summary>
    private TenantView? Named(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        var end = text.IndexOf('/');
        var name = end < 0 ? text : text[..end];
        rest = end < 0 ? [] : text[end..];
        var tenant = directory.Find(name.ToString());
        return tenant is null || tenant.Id == issuers.DefaultTenant || tenant.State.Hosts.Count > 0 ? null : tenant;
    }
}
