using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Users;

namespace Argus.Authority.Provisioning;

/// <summary>What a document refers to must exist, in it or already; a host belongs to one tenant, and the Admin API to the system tenant.</summary>
internal static class ProvisioningCheck
{
    public static void Check(ProvisioningDocument document, TenantDirectory directory, Issuers issuers)
    {
        var errors = new List<string>();
        foreach (var description in document.Tenants)
        {
            var view = directory.Find(description.Tenant.Value);
            if (description.Policy.On(view?.State.Policy ?? new TenantPolicy()).Fault() is { } fault)
                errors.Add($"{description.At("policy")}: {fault.Detail}");
            CheckHosts(description, view, directory, issuers, errors);
            foreach (var resource in description.Resources)
                CheckResource(description, resource, issuers, errors);
            foreach (var client in description.Clients)
                CheckClient(description, client, view, errors);
            foreach (var peer in description.Peers)
                CheckPeer(description, peer, view, issuers, errors);
            foreach (var user in description.Users)
                CheckUser(user, view?.User(user.Username) ?? UserState.Initial, errors);
        }

        if (errors.Count > 0)
            throw new ProvisioningException(errors);
    }

    private static void CheckHosts(TenantDescription description, TenantView? view, TenantDirectory directory, Issuers issuers, List<string> errors)
    {
        // Its issuer is where administrators get their tokens; it must not move.
        if (description is { Tenant.Value: "system", Hosts.Count: > 0 })
            errors.Add($"{description.At("hosts")}: the system tenant has no hosts of its own");
        foreach (var host in description.Hosts ?? HostNames.None)
        {
            if (directory.FindByHost(host) is { } owner && owner != view)
                errors.Add($"{description.At("hosts")}: '{host}' belongs to another tenant");
            if (issuers.IsPublicHost(host))
                errors.Add($"{description.At("hosts")}: '{host}' is the shared host (Argus:PublicUrl), which the default tenant has");
        }
    }

    /// <summary>Tokens of a tenant that say they are for the Admin API are good for nothing there, and may pass elsewhere for what they are not.</summary>
    private static void CheckResource(TenantDescription description, ResourceDescription resource, Issuers issuers, List<string> errors)
    {
        if (resource.Resource.Value == issuers.AdminResource && description.Tenant != TenantId.System)
            errors.Add($"{resource.Path}: '{resource.Resource}' is the Admin API, which only the system tenant issues tokens for");
    }

    private static void CheckClient(TenantDescription description, ClientDescription client, TenantView? view, List<string> errors)
    {
        var scopes = description.Resources.ToDictionary(resource => resource.Resource.Value, resource => resource.Scopes, StringComparer.Ordinal);
        foreach (var (member, names) in new[] { ("resources", client.Resources), ("introspects", client.Introspects), ("exchanges", client.Exchanges) })
        {
            foreach (var name in names ?? NameSet.Empty)
            {
                if (!scopes.ContainsKey(name) && !ResourceOf(view, name).Exists)
                    errors.Add($"{client.At(member)}: '{name}' is not a resource of tenant {description.Tenant}");
            }
        }

        var known = view?.Client(client.ClientId) ?? ClientState.Initial;
        var settings = client.On(known.Settings);
        var meaningful = NameSet.Of(settings.Resources.SelectMany(name => scopes.GetValueOrDefault(name) ?? ResourceOf(view, name).Scopes));
        foreach (var scope in settings.Scope.Where(scope => settings.Resources.Count > 0 && !meaningful.Contains(scope) && !OidcScope.All.Contains(scope)))
            errors.Add($"{client.At("scope")}: '{scope}' means nothing to the client's resources");
        foreach (var (name, most) in client.ResourceScopes ?? ResourceScopes.None)
        {
            foreach (var scope in most.Where(scope => !(scopes.GetValueOrDefault(name) ?? ResourceOf(view, name).Scopes).Contains(scope)))
                errors.Add($"{client.At("resource_scopes")}: '{scope}' means nothing to {name}");
        }

        if ((settings.Fault() ?? ClientRules.SecretFault(client.ClientId, settings, client.Secret is not null || known.Secret is not null)) is { } fault)
            errors.Add($"{client.Place}: {fault.Detail}");
    }

    private static void CheckPeer(TenantDescription description, PeerDescription peer, TenantView? view, Issuers issuers, List<string> errors)
    {
        foreach (var name in peer.Audiences ?? NameSet.Empty)
        {
            if (!description.Resources.Any(resource => resource.Resource.Value == name) && !ResourceOf(view, name).Exists)
                errors.Add($"{peer.At("audiences")}: '{name}' is not a resource of tenant {description.Tenant}");
        }

        var known = view?.Peer(peer.Name) ?? PeerState.Initial;
        var around = PeerProvisioner.Around(description, view, issuers);
        if (PeerDecider.Describe(known, peer.Name, peer.On(known.Settings), peer.Keys, around, DateTimeOffset.UnixEpoch).Refusal is { } refusal)
            errors.Add($"{peer.Place}: {refusal.Detail}");
    }

    private static void CheckUser(UserDescription user, UserState state, List<string> errors)
    {
        if (state.Erased)
            errors.Add($"{user.Path}: {UserDecider.Erased.Detail}");
        else if (user.Password is null && !state.Exists)
            errors.Add($"{user.At("password")}: a new user needs one");
        if (user.Password is not null && state.External is not null)
            errors.Add($"{user.At("password")}: the user signs in at another provider");
    }

    private static ResourceState ResourceOf(TenantView? view, string name) =>
        view is not null && ResourceId.TryParse(name, out var resource) ? view.Resource(resource) : ResourceState.Initial;
}
