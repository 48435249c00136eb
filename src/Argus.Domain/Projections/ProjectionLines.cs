using System.Text.Json.Serialization;
using Argus.Domain.Clients;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;

namespace Argus.Domain.Projections;

// What stands in the lines of the projections. Members stand in the order of their names, as canonical JSON has them.

internal sealed record TenantLine(string DisplayName, bool Enabled, string? HandoffUri, HostNames Hosts, TenantPolicy Policy);

internal sealed record ResourceLine(bool Enabled, ResourceId Resource, NameSet Scopes);

internal sealed record ClientLine(ClientId ClientId, bool Enabled, IReadOnlyList<SecretLine> Secrets, ClientSettings Settings);

internal sealed record SecretLine(long? CreatedAt, long? ExpiresAt, string Id, ClientSecret Secret);

/// <summary>Nothing of who the user is, and of one who was erased not even the subject. The name is the stream's, so that lines sort as streams do.</summary>
internal sealed record UserLine(string Name, string State, string? Subject);

/// <summary>The document that verifiers are shown, by its hash, and whether a rotation is wished for.</summary>
internal sealed record RingLine(string Jwks, bool? Requested);

internal sealed record KeyLine(
    long? ActivatesAt,
    int Bits,
    long? CompromisedSince,
    long CreatedAt,
    string Custody,
    long? DeactivatedAt,
    long? DestroyedAt,
    long? HeldSince,
    bool Imported,
    Kid Kid,
    string N,
    long? PublishedAt,
    string? Reason,
    long? RetiredAt,
    long? RevokedAt,
    string State,
    long? VerifyUntil);

internal sealed record LogKeyLine(
    long ActivatedAt, long ActivatedPosition, int Bits, string Custody, string? Ed25519, Kid Kid, string N, string Origin, long? RetiredAt, long? RetiredPosition);

internal sealed record PeerLine(bool Enabled, long? FetchedAt, IReadOnlyList<PeerKeyLine> Keys, PeerName Name, PeerSettings Settings);

internal sealed record PeerKeyLine(string Kid, string N, long Since, string Source);

internal sealed record LogoutLine(SortedDictionary<string, int> Pending, string Session, string Subject);

/// <summary>A revocation that still matters: of a token or a family until <paramref name="Exp"/>, or of all that was issued before a position.</summary>
internal sealed record RevocationLine(long? Before, string? ClientId, long? Exp, string? Family, string? Issuer, string? Jti, long? NotBefore, string? Subject);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TenantLine))]
[JsonSerializable(typeof(ResourceLine))]
[JsonSerializable(typeof(ClientLine))]
[JsonSerializable(typeof(UserLine))]
[JsonSerializable(typeof(RingLine))]
[JsonSerializable(typeof(KeyLine))]
[JsonSerializable(typeof(LogKeyLine))]
[JsonSerializable(typeof(PeerLine))]
[JsonSerializable(typeof(TrustDomainDescribed))]
[JsonSerializable(typeof(ProviderDescribed))]
[JsonSerializable(typeof(LogoutLine))]
[JsonSerializable(typeof(RevocationLine))]
internal sealed partial class ProjectionJson : JsonSerializerContext;
