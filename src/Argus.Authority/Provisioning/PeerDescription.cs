using Argus.Domain.Kernel;
using Argus.Domain.Peers;

namespace Argus.Authority.Provisioning;

/// <summary>A peer; members that are null are not spoken of.</summary>
public sealed record PeerDescription(string Path, PeerName Name)
{
    public NameSet? Audiences { get; init; }

    public string? Issuer { get; init; }

    public Said<string?>? JwksUri { get; init; }

    /// <summary>All that it is to have, from <c>jwks</c> and <c>public_keys</c>.</summary>
    public IReadOnlyList<OfferedKey>? Keys { get; init; }

    public Said<int?>? MaxLifetime { get; init; }

    public NameSet? PinnedKids { get; init; }

    /// <summary>Where private keys were found in the description, which is wrong then; of the keys themselves nothing is kept.</summary>
    public IReadOnlyList<(string Reason, string Source)> PrivateKeys { get; init; } = [];

    public NameSet? Scope { get; init; }

    public string? SubjectPrefix { get; init; }

    /// <summary>The place of the peer in the document, for messages about several of its members.</summary>
    public string Place => Path.Length == 0 ? "document" : Path;

    /// <summary>Keys that are given take the place of those that were read somewhere.</summary>
    public PeerSettings On(PeerSettings settings) => settings with
    {
        Audiences = Audiences ?? settings.Audiences,
        Issuer = Issuer ?? settings.Issuer,
        JwksUri = JwksUri is { } uri ? uri.Value : Keys is null ? settings.JwksUri : null,
        MaxLifetime = MaxLifetime is { } lifetime ? lifetime.Value : settings.MaxLifetime,
        PinnedKids = PinnedKids ?? settings.PinnedKids,
        Scope = Scope ?? settings.Scope,
        SubjectPrefix = SubjectPrefix ?? settings.SubjectPrefix,
    };

    /// <summary>The place of a member in the document.</summary>
    public string At(string member) => Path.Length == 0 ? member : $"{Path}.{member}";
}

/// <summary>A private key in a description of a peer, which was refused for it.</summary>
/// <param name="Tenant">Whose peer.</param>
/// <param name="Peer">Which; null if that was not to be made out.</param>
/// <param name="Reason">One of <see cref="PrivateKeyKind"/>.</param>
/// <param name="Source">The member, or <c>elsewhere</c>.</param>
public sealed record RefusedPrivateKey(TenantId Tenant, PeerName? Peer, string Reason, string Source);
