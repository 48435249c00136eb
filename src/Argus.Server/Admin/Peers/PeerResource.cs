using Argus.Authority.Federation;
using Argus.Domain.Peers;

namespace Argus.Server.Admin.Peers;

/// <summary>Another authority whose tokens a tenant trusts, in the terms of the provisioning document.</summary>
/// <param name="Name">What the tenant calls it.</param>
/// <param name="Issuer">Its <c>iss</c>.</param>
/// <param name="Enabled">Whether it is trusted now.</param>
/// <param name="SubjectPrefix">Goes before its names of users and clients.</param>
/// <param name="Audiences">The resources that its tokens may be for.</param>
/// <param name="Scope">The most that its tokens may allow.</param>
/// <param name="MaxLifetime">The longest that they may live, in seconds; null for 3600.</param>
/// <param name="PinnedKids">The only keys that are trusted, by <c>kid</c> or thumbprint; empty for all.</param>
/// <param name="JwksUri">Where its keys are read; null if they were given.</param>
/// <param name="Keys">All that are known, oldest first.</param>
/// <param name="LastFetched">When this node last read its keys, or, if it has not yet, when any node told of it.</param>
/// <param name="LastFault">Why this node could not read its keys the last time; null if it could.</param>
internal sealed record PeerResource(
    string Name,
    string Issuer,
    bool Enabled,
    string SubjectPrefix,
    IReadOnlyList<string> Audiences,
    string Scope,
    int? MaxLifetime,
    IReadOnlyList<string> PinnedKids,
    string? JwksUri,
    IReadOnlyList<PeerKeyResource> Keys,
    DateTimeOffset? LastFetched,
    string? LastFault)
{
    public static PeerResource Of(PeerState state, PeerFetching? fetching, DateTimeOffset now) => new(
        state.Name.Value,
        state.Settings.Issuer,
        state.Enabled,
        state.Settings.SubjectPrefix,
        [.. state.Settings.Audiences],
        state.Settings.Scope.ToString(),
        state.Settings.MaxLifetime,
        [.. state.Settings.PinnedKids],
        state.Settings.JwksUri,
        [.. state.Keys.Select(key => PeerKeyResource.Of(key, state.TrustedKey(key.Kid, now.ToUnixTimeSeconds()) is not null))],
        fetching?.LastFetched ?? (state.FetchedAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null),
        fetching?.Fault);
}

/// <summary>A public key of a peer.</summary>
/// <param name="Kid">What the peer calls it.</param>
/// <param name="Thumbprint">RFC 7638, SHA-256.</param>
/// <param name="Since">When it was first seen.</param>
/// <param name="Source"><c>jwks_uri</c>, <c>jwks</c> or <c>public_keys</c>.</param>
/// <param name="Trusted">Whether tokens may be signed with it now: the peer is trusted, the key is pinned if any is, and was read within the last day.</param>
internal sealed record PeerKeyResource(string Kid, string Thumbprint, DateTimeOffset Since, string Source, bool Trusted)
{
    public static PeerKeyResource Of(PeerKeyState key, bool isTrusted) => new(key.Kid, key.Thumbprint, DateTimeOffset.FromUnixTimeSeconds(key.Since), key.Source, isTrusted);
}

/// <summary>What a peer is to be, as in the provisioning document. What is left out is left alone.</summary>
/// <param name="Name">The name that the path has, or nothing.</param>
/// <param name="Issuer">Its <c>iss</c>; it never changes.</param>
/// <param name="JwksUri">Where its keys are read.</param>
/// <param name="Jwks">Its keys as a JWK set, instead.</param>
/// <param name="PublicKeys">Its keys as PEM texts, instead; each may be an object with <c>pem</c> and <c>kid</c>.</param>
/// <param name="PinnedKids">The only keys that are to be trusted.</param>
/// <param name="SubjectPrefix">Goes before its names of users and clients; ends with a colon.</param>
/// <param name="Audiences">Resources of the tenant.</param>
/// <param name="Scope">The most that its tokens may allow.</param>
/// <param name="MaxLifetime">1 to 3600 seconds.</param>
internal sealed record DescribedPeer(
    string? Name,
    string? Issuer,
    string? JwksUri,
    object? Jwks,
    IReadOnlyList<string>? PublicKeys,
    IReadOnlyList<string>? PinnedKids,
    string? SubjectPrefix,
    IReadOnlyList<string>? Audiences,
    string? Scope,
    int? MaxLifetime);
