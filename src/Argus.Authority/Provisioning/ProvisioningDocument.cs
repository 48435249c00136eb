using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Users;

namespace Argus.Authority.Provisioning;

/// <summary>What should exist. What it leaves out is left alone: null means that nothing is said about it.</summary>
public sealed record ProvisioningDocument(IReadOnlyList<TenantDescription> Tenants);

/// <param name="Path">Where it stands in the document, for messages.</param>
public sealed record TenantDescription(
    string Path,
    TenantId Tenant,
    string? DisplayName,
    HostNames? Hosts,
    PolicyDescription Policy,
    IReadOnlyList<ResourceDescription> Resources,
    IReadOnlyList<ClientDescription> Clients)
{
    public IReadOnlyList<ProviderDescription> IdentityProviders { get; init; } = [];

    public IReadOnlyList<PeerDescription> Peers { get; init; } = [];

    public IReadOnlyList<UserDescription> Users { get; init; } = [];

    public IReadOnlyList<TrustDomainDescription> SpiffeTrustDomains { get; init; } = [];

    /// <summary>Null leaves it alone.</summary>
    public SignInDescription? SignIn { get; init; }

    /// <summary>The place of a member in the document.</summary>
    public string At(string member) => Path.Length == 0 ? member : $"{Path}.{member}";
}

/// <summary>Where users sign in.</summary>
/// <param name="HandoffUri">At the host application; null: here.</param>
public sealed record SignInDescription(string? HandoffUri);

/// <summary>The members of a policy that are spoken of, as changes to the policy there is.</summary>
public sealed record PolicyDescription(IReadOnlyList<Func<TenantPolicy, TenantPolicy>> Changes)
{
    public TenantPolicy On(TenantPolicy policy) => Changes.Aggregate(policy, (changed, change) => change(changed));
}

public sealed record ResourceDescription(string Path, ResourceId Resource, NameSet? Scopes);

/// <summary>An outside OpenID Provider, always whole.</summary>
public sealed record ProviderDescription(string Path, ProviderDescribed Provider);

/// <summary>A SPIFFE trust domain.</summary>
/// <param name="Described">Null takes it away.</param>
public sealed record TrustDomainDescription(string Path, string TrustDomain, TrustDomainDescribed? Described);

/// <summary>A user; members that are null are not spoken of.</summary>
public sealed record UserDescription(string Path, Username Username)
{
    public string? Password { get; init; }

    public UserClaims? Claims { get; init; }

    /// <summary>The place of a member in the document.</summary>
    public string At(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    /// <summary>A password is not for logs, nor is a name.</summary>
    public override string ToString() => $"UserDescription({Path})";
}

/// <summary>The document cannot be applied. Every line names the place in the document.</summary>
public sealed class ProvisioningException(IReadOnlyList<string> errors)
    : Exception("The provisioning document cannot be applied:" + Environment.NewLine + string.Join(Environment.NewLine, errors.Select(error => "  " + error)))
{
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Private keys that were in it; to be put on record.</summary>
    public IReadOnlyList<RefusedPrivateKey> PrivateKeys { get; init; } = [];
}
