using Argus.Domain.Keys;
using Argus.Domain.Tenants;

namespace Argus.Authority.Compliance;

/// <summary>A tenant's keys, measured by its crypto profile at a moment.</summary>
/// <param name="Profile">By what.</param>
/// <param name="Policy">The tenant's settings.</param>
/// <param name="PolicyPosition">The entry of the log that set them.</param>
/// <param name="Keys">Every key that the tenant ever had, oldest first.</param>
/// <param name="Violations">What falls short, each with the entry that proves it; empty for a tenant that complies.</param>
public sealed record ComplianceReport(
    CryptoProfile Profile, TenantPolicy Policy, long PolicyPosition, IReadOnlyList<KeyEvidence> Keys, IReadOnlyList<Violation> Violations);

/// <summary>A key with the entries that tell its life.</summary>
/// <param name="Key">As it is now.</param>
/// <param name="Age">Seconds since it was made, or taken over.</param>
/// <param name="Entries">What happened to it: position in the tenant's log, event type, commit time.</param>
public sealed record KeyEvidence(SigningKeyState Key, long Age, IReadOnlyList<KeyEntry> Entries);

/// <summary>An entry of the log about a key.</summary>
public sealed record KeyEntry(long Position, string Type, DateTimeOffset Time);

/// <summary>A rule that is broken.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Kid">The key that breaks it; null when it is the tenant's policy.</param>
/// <param name="Detail">The numbers.</param>
/// <param name="Position">The entry that proves it.</param>
public sealed record Violation(string Rule, string? Kid, string Detail, long Position);
