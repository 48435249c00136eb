using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Domain.Peers;

/// <summary>Who a peer is, and the bounds of the trust in it. There is no place for anything secret.</summary>
public sealed record PeerSettings
{
    /// <summary>The tenant's resources that its tokens may be for.</summary>
    public NameSet Audiences { get; init; } = NameSet.Empty;

    /// <summary>Its <c>iss</c>, byte for byte.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Where it publishes its keys (RFC 7517 §5); null: its keys were given.</summary>
    public string? JwksUri { get; init; }

    /// <summary>The longest that its tokens may live, in seconds, 1 to 3600; null for 3600.</summary>
    public int? MaxLifetime { get; init; }

    /// <summary>The only keys of it that are trusted, by <c>kid</c> or by RFC 7638 thumbprint; empty: all.</summary>
    public NameSet PinnedKids { get; init; } = NameSet.Empty;

    /// <summary>The most that its tokens may allow; whatever else they say does not count.</summary>
    public NameSet Scope { get; init; } = NameSet.Empty;

    /// <summary>Goes before its names of users and clients, so that none of them is anybody else; ends with a colon.</summary>
    public string SubjectPrefix { get; init; } = "";

    /// <summary>Seconds.</summary>
    public int LongestLifetime() => Math.Min(MaxLifetime ?? TenantPolicy.LongestTokenLifetime, TenantPolicy.LongestTokenLifetime);
}
