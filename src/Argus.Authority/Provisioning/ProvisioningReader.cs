using System.Text.Json;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Tenants;
using Argus.Domain.Users;

namespace Argus.Authority.Provisioning;

/// <summary>Reads a provisioning document: strictly, to the end, collecting everything that is wrong with it.</summary>
public static class ProvisioningReader
{
    private const int MostBytes = 256 * 1024 * 1024;

    /// <exception cref="ProvisioningException">The document is wrong; each error names its place.</exception>
    public static ProvisioningDocument Read(ReadOnlyMemory<byte> json) => new(Read(json, (root, errors) =>
    {
        var tenants = root.Member("tenants")?.Items().Select(tenant => Tenant(tenant, errors)).OfType<TenantDescription>().ToArray() ?? [];
        root.RefuseOthers();
        RefuseRepeated(tenants.Select(tenant => (tenant.Path, tenant.Tenant.Value)), errors);
        RefuseRepeated(tenants.SelectMany(tenant => (tenant.Hosts ?? HostNames.None).Select(host => (tenant.Path + ".hosts", host))), errors);
        return tenants;
    }));

    /// <summary>Reads one tenant of a document, whose name is known; the document may leave it out, or say the same.</summary>
    /// <exception cref="ProvisioningException">The document is wrong; each error names its place.</exception>
    public static ProvisioningDocument ReadTenant(ReadOnlyMemory<byte> json, TenantId tenant) => new(Read(json, (root, errors) =>
        Tenant(root, errors, tenant.Value) is { } description ? new[] { description } : []));

    /// <summary>Reads one client of a tenant, whose name is known; the document may leave it out, or say the same.</summary>
    /// <exception cref="ProvisioningException">The document is wrong; each error names its place.</exception>
    public static ProvisioningDocument ReadClient(ReadOnlyMemory<byte> json, TenantId tenant, ClientId client) => new(Read(json, (root, _) =>
        ClientReader.Read(root, client.Value) is { } description ? new[] { Nothing(tenant) with { Clients = [description] } } : []));

    /// <summary>Reads one user of a tenant, whose name is known; the document may leave it out, or say the same.</summary>
    /// <exception cref="ProvisioningException">The document is wrong; each error names its place.</exception>
    public static ProvisioningDocument ReadUser(ReadOnlyMemory<byte> json, TenantId tenant, Username user) => new(Read(json, (root, _) =>
        UserReader.Read(root, user) is { } description ? new[] { Nothing(tenant) with { Users = [description] } } : []));

    /// <summary>Reads one peer of a tenant, whose name is known; the document may leave it out, or say the same.</summary>
    /// <exception cref="ProvisioningException">The document is wrong; each error names its place.</exception>
    public static ProvisioningDocument ReadPeer(ReadOnlyMemory<byte> json, TenantId tenant, PeerName peer) => new(Read(json, (root, _) =>
        PeerReader.Read(root, peer) is { } description ? new[] { Nothing(tenant) with { Peers = [description] } } : []));

    /// <summary>Reads the resources of a tenant, as <c>items</c>.</summary>
    /// <exception cref="ProvisioningException">The document is wrong; each error names its place.</exception>
    public static ProvisioningDocument ReadResources(ReadOnlyMemory<byte> json, TenantId tenant) => new(Read(json, (root, errors) =>
    {
        var resources = root.Member("items")?.Items().Select(Resource).OfType<ResourceDescription>().ToArray() ?? [];
        root.RefuseOthers();
        RefuseRepeated(resources.Select(resource => (resource.Path, resource.Resource.Value)), errors);
        return new[] { Nothing(tenant) with { Resources = resources } };
    }));

    private static TenantDescription Nothing(TenantId tenant) => new("", tenant, null, null, new PolicyDescription([]), [], []);

    private static TenantDescription[] Read(ReadOnlyMemory<byte> json, Func<JsonNodeReader, List<string>, TenantDescription[]> read)
    {
        var errors = new List<string>();
        if (json.Length > MostBytes)
            throw new ProvisioningException([$"the document has more than {MostBytes} bytes"]);
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            var tenants = read(new JsonNodeReader(document.RootElement, "", errors), errors);
            return errors.Count == 0 ? tenants : throw new ProvisioningException(errors) { PrivateKeys = [.. tenants.SelectMany(PrivateKeys)] };
        }
        catch (JsonException e)
        {
            // A member that is there twice has no line: it is found when all are known.
            throw new ProvisioningException([e.LineNumber is { } line ? $"line {line + 1}: not JSON ({e.Message})" : $"not JSON as it must be: {e.Message}"]);
        }
        catch (InvalidOperationException)
        {
            // From the names of members only; values are read one by one.
            throw new ProvisioningException([.. errors, "document: the name of a member is not text"]);
        }
    }

    private static TenantDescription? Tenant(JsonNodeReader node, List<string> errors, string? known = null)
    {
        var nameNode = node.Member("tenant");
        var name = nameNode is null ? known : nameNode.Text();
        if (known is not null && name != known)
            nameNode?.Error($"must be '{known}'");
        var description = new TenantDescription(
            node.Path,
            default,
            node.Member("display_name")?.Text(),
            node.Member("hosts") is { } hosts ? HostReader.Read(hosts) : null,
            PolicyReader.Read(node.Member("policy")),
            node.Member("resources")?.Items().Select(Resource).OfType<ResourceDescription>().ToArray() ?? [],
            node.Member("clients")?.Items().Select(ClientReader.Read).OfType<ClientDescription>().ToArray() ?? [])
        {
            SignIn = node.Member("sign_in") is { } signIn ? SignInReader.Read(signIn) : null,
            IdentityProviders = node.Member("identity_providers")?.Items().Select(IdentityProviderReader.Read).OfType<ProviderDescription>().ToArray() ?? [],
            Peers = node.Member("peers")?.Items().Select(PeerReader.Read).OfType<PeerDescription>().ToArray() ?? [],
            SpiffeTrustDomains = node.Member("spiffe_trust_domains")?.Items().Select(SpiffeTrustDomainReader.Read).OfType<TrustDomainDescription>().ToArray() ?? [],
            Users = node.Member("users")?.Items().Select(UserReader.Read).OfType<UserDescription>().ToArray() ?? [],
        };
        node.RefuseOthers();
        RefuseRepeated(description.Resources.Select(resource => (resource.Path, resource.Resource.Value)), errors);
        RefuseRepeated(description.Clients.Select(client => (client.Path, client.ClientId.Value)), errors);
        RefuseRepeated(description.IdentityProviders.Select(provider => (provider.Path, provider.Provider.Name.Value)), errors);
        RefuseRepeated(description.Peers.Where(peer => peer.Name != default).Select(peer => (peer.Path, peer.Name.Value)), errors);
        RefuseRepeated(description.SpiffeTrustDomains.Select(domain => (domain.Path, domain.TrustDomain)), errors);
        RefuseRepeated(description.Users.Select(user => (user.Path, user.Username.Value)), errors);
        if (description.DisplayName?.Length > TenantDecider.LongestDisplayName)
            node.Error($"display_name is longer than {TenantDecider.LongestDisplayName} characters");

        if (TenantId.TryParse(name, out var tenant))
            return description with { Tenant = tenant };
        (nameNode ?? node).Error(nameNode is null ? "tenant is missing" : "must be 1 to 63 of a-z 0-9 -");
        return null;
    }

    private static ResourceDescription? Resource(JsonNodeReader node)
    {
        var nameNode = node.Member("resource");
        var name = nameNode?.Text();
        var scopes = node.Member("scopes") is { } list ? ScopeReader.ReadArray(list) : null;
        node.RefuseOthers();
        if (name is not null)
            Wildcards.Refuse(nameNode!, name);
        if (ResourceId.TryParse(name, out var resource))
            return new ResourceDescription(node.Path, resource, scopes);
        (nameNode ?? node).Error(nameNode is null ? "resource is missing" : "must be an absolute URI without a fragment");
        return null;
    }

    private static IEnumerable<RefusedPrivateKey> PrivateKeys(TenantDescription tenant) => tenant.Peers.SelectMany(peer => peer.PrivateKeys.Select(
        key => new RefusedPrivateKey(tenant.Tenant, peer.Name == default ? null : peer.Name, key.Reason, key.Source)));

    private static void RefuseRepeated(IEnumerable<(string Path, string Name)> named, List<string> errors)
    {
        foreach (var group in named.GroupBy(entry => entry.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            errors.Add($"{group.Last().Path}: '{group.Key}' is there already, at {group.First().Path}");
    }
}
