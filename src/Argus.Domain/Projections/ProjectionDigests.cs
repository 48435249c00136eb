using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Domain.Clients;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;

namespace Argus.Domain.Projections;

/// <summary>
/// The digests of projections: of the same prefix of a log the same, whoever folds it and whenever. docs/audit-log-format.md, "Projections", says what stands in
/// the lines, for those who do it without this program.
/// </summary>
public static class ProjectionDigests
{
    /// <summary>All but the labels', which lie in the database; in the order of their names.</summary>
    public static IReadOnlyList<ProjectionDigest> Of(ProjectionState state)
    {
        return
        [
            Named(ProjectionName.Clients, LineDigest.Of(state.Clients.Select(Line), ProjectionJson.Default.ClientLine)),
            Named(ProjectionName.Keys, OfKeys(state)),
            Named(ProjectionName.LogKeys, LineDigest.Of(state.LogKeys.Keys.Select(Line), ProjectionJson.Default.LogKeyLine)),
            Named(ProjectionName.Logouts, LineDigest.Of(state.Logouts.Select(Line), ProjectionJson.Default.LogoutLine)),
            Named(ProjectionName.Peers, LineDigest.Of(state.Peers.Select(Line), ProjectionJson.Default.PeerLine)),
            Named(ProjectionName.Providers, LineDigest.Of(state.Providers, ProjectionJson.Default.ProviderDescribed)),
            Named(ProjectionName.Resources, LineDigest.Of(
                state.Resources.Select(known => new ResourceLine(known.Value.Enabled, known.Key, known.Value.Scopes)), ProjectionJson.Default.ResourceLine)),
            Named(ProjectionName.Revocations, LineDigest.Of(Lines(state.Revocations, state.Time.ToUnixTimeSeconds()), ProjectionJson.Default.RevocationLine)),
            Named(ProjectionName.Spiffe, LineDigest.Of(state.TrustDomains, ProjectionJson.Default.TrustDomainDescribed)),
            Named(ProjectionName.Tenant, OfTenant(state)),
            Named(ProjectionName.Users, OfUsers(state.Users)),
        ];

        ProjectionDigest Named(string name, string digest) => new(name, state.Position, digest);
    }

    private static string OfTenant(ProjectionState state)
    {
        var tenant = state.Tenant;
        TenantLine[] lines = tenant.Exists ? [new(tenant.DisplayName, tenant.Enabled, tenant.HandoffUri, tenant.Hosts, tenant.Policy)] : [];
        return LineDigest.Of(lines, ProjectionJson.Default.TenantLine);
    }

    private static string OfKeys(ProjectionState state)
    {
        var ring = new RingLine(Base64Url.EncodeToString(SHA256.HashData(state.Jwks.Span)), state.Ring.Requested);
        return LineDigest.Of(state.Ring.Keys.Select(Line), ProjectionJson.Default.KeyLine, [ring], ProjectionJson.Default.RingLine);
    }

    /// <summary>There may be very many. Their lines sort as the streams do, whose names all have one length.</summary>
    private static string OfUsers(IReadOnlyList<ProjectedUser> users)
    {
        var sorted = users.ToArray();
        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Stream, other.Stream));
        return LineDigest.OfSorted(
            sorted.Select(user => new UserLine(user.Stream, StateOf(user), user.Erased ? null : user.Subject.Value)), ProjectionJson.Default.UserLine);
    }

    private static string StateOf(ProjectedUser user) => user.Erased ? "erased" : user.Enabled ? "enabled" : "disabled";

    private static ClientLine Line(KeyValuePair<ClientId, ClientState> client) => new(
        client.Key,
        client.Value.Enabled,
        [.. client.Value.Secrets.Select(kept => new SecretLine(kept.CreatedAt, kept.ExpiresAt, kept.Id, kept.Secret))],
        client.Value.Settings);

    private static KeyLine Line(SigningKeyState key) => new(
        key.ActivatesAt,
        key.Bits,
        key.CompromisedSince,
        key.CreatedAt,
        key.Custody,
        key.DeactivatedAt,
        key.DestroyedAt,
        key.Held?.Since,
        key.Imported,
        key.Kid,
        key.N,
        key.PublishedAt,
        key.RevocationReason,
        key.RetiredAt,
        key.RevokedAt,
        NameOf(key.Status),
        key.VerifyUntil);

    private static LogKeyLine Line(LogKeySpan span) => new(
        span.Key.At,
        span.Position,
        span.Key.Bits,
        span.Key.Custody,
        span.Key.Ed25519,
        span.Key.Kid,
        span.Key.N,
        span.Key.Origin,
        span.RetiredAt,
        span.RetiredPosition);

    private static PeerLine Line(PeerState peer) =>
        new(peer.Enabled, peer.FetchedAt, [.. peer.Keys.Select(key => new PeerKeyLine(key.Kid, key.N, key.Since, key.Source))], peer.Name, peer.Settings);

    private static LogoutLine Line(LogoutState logout) => new(
        new SortedDictionary<string, int>(logout.Pending.ToDictionary(client => client.Key.Value, client => client.Value), StringComparer.Ordinal),
        logout.Session.Value,
        logout.Subject.Value);

    private static IEnumerable<RevocationLine> Lines(RevocationsState revocations, long at) =>
        revocations.Tokens.Where(token => token.Value >= at).Select(token => new RevocationLine(null, null, token.Value, null, null, token.Key.Value, null, null))
            .Concat(revocations.Families.Where(family => family.Value >= at)
                .Select(family => new RevocationLine(null, null, family.Value, family.Key.Value, null, null, null, null)))
            .Concat(revocations.Bounds.Select(bound =>
                new RevocationLine(bound.Before, bound.Client?.Value, null, null, bound.Peer, null, bound.NotBefore, bound.Subject)));

    private static string NameOf(KeyStatus status) => status switch
    {
        KeyStatus.Pending => "pending",
        KeyStatus.Next => "next",
        KeyStatus.Active => "active",
        KeyStatus.Retiring => "retiring",
        KeyStatus.Retired => "retired",
        KeyStatus.Revoked => "revoked",
        _ => throw new InvalidOperationException($"{status} has no name."),
    };
}
