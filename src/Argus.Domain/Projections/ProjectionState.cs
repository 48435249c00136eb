using Argus.Domain.Clients;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.Resources;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;

namespace Argus.Domain.Projections;

/// <summary>
/// All projections of a tenant's standing entries at one position of its log, whoever folded them: a node as it runs, or an auditor from an export.
/// </summary>
/// <param name="Position">The last entry that is in them; -1 for none.</param>
/// <param name="Time">When that one was committed: what had expired by then counts for nothing.</param>
public sealed record ProjectionState(long Position, DateTimeOffset Time)
{
    public required TenantState Tenant { get; init; }

    public required KeyRingState Ring { get; init; }

    /// <summary>The bytes of the JWKS that verifiers are shown; empty if there is no key to show.</summary>
    public required ReadOnlyMemory<byte> Jwks { get; init; }

    public required LogKeySpans LogKeys { get; init; }

    public required IReadOnlyList<KeyValuePair<ResourceId, ResourceState>> Resources { get; init; }

    public required IReadOnlyList<KeyValuePair<ClientId, ClientState>> Clients { get; init; }

    public required IReadOnlyList<ProjectedUser> Users { get; init; }

    public required IReadOnlyList<ProviderDescribed> Providers { get; init; }

    public required IReadOnlyList<TrustDomainDescribed> TrustDomains { get; init; }

    public required IReadOnlyList<PeerState> Peers { get; init; }

    public required IReadOnlyList<LogoutState> Logouts { get; init; }

    public required RevocationsState Revocations { get; init; }
}

/// <summary>A user, as far as that is nothing personal.</summary>
/// <param name="Stream">The name of the user's stream.</param>
/// <param name="Subject">What the log calls the user.</param>
/// <param name="Enabled">Whether the user may sign in.</param>
public readonly record struct ProjectedUser(string Stream, SubjectId Subject, bool Enabled)
{
    /// <summary>Whether they were erased; then there is no subject.</summary>
    public bool Erased { get; init; }
}

/// <summary>The live revocations of a tenant. Those that expired may be among them, or may be forgotten.</summary>
/// <param name="Tokens">By name, with the expiry of each (NumericDate seconds).</param>
/// <param name="Families">With the latest moment at which one of its tokens can expire.</param>
/// <param name="Bounds">Of what was issued before a position.</param>
public sealed record RevocationsState(
    IReadOnlyList<KeyValuePair<Jti, long>> Tokens, IReadOnlyList<KeyValuePair<FamilyId, long>> Families, IReadOnlyList<RevocationBound> Bounds);

/// <summary>Nothing that was issued before a position is honoured.</summary>
/// <param name="Subject">To whom; null for anybody.</param>
/// <param name="Client">To which client; null for any.</param>
/// <param name="Peer">Of what was made from this issuer's tokens; then the others are null.</param>
/// <param name="Before">The first position that is not touched.</param>
/// <param name="NotBefore">The same in NumericDate seconds.</param>
public readonly record struct RevocationBound(string? Subject, ClientId? Client, string? Peer, long Before, long NotBefore);
