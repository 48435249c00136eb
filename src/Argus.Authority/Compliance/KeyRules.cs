using Argus.Domain.Keys;
using Argus.Domain.Tenants;

namespace Argus.Authority.Compliance;

/// <summary>The rules that every key is measured by.</summary>
internal static class KeyRules
{
    /// <summary>Seconds in which a rotation, or the destruction of a private half, may still be on its way.</summary>
    private const int Patience = 3_600;

    public static IEnumerable<Violation> Broken(KeyEvidence evidence, CryptoProfile profile, TenantPolicy policy, KeyHold? held, long now)
    {
        var key = evidence.Key;
        if (key.Published && key.Bits < profile.LeastBits)
            yield return Of("key_size", $"{key.Bits} bits; {profile.Name} asks for {profile.LeastBits} or more ({profile.Source})", "key.generated", "key.imported");
        if (key.Status == KeyStatus.Active && now - key.ActivatesAt > policy.KeyRotationPeriod + Patience)
            yield return Of("rotation_overdue", $"active for {now - key.ActivatesAt} s; the period is {policy.KeyRotationPeriod} s{Why(held)}", "key.activated");

        if (key.DestroyedAt is null && now - key.SpentAt > Patience)
            yield return Of("private_half_kept", $"spent for {now - key.SpentAt} s, and no receipt for the destruction of its private half", "key.deactivated", "key.revoked", "key.retired");

        Violation Of(string rule, string detail, params string[] proofs) =>
            new(rule, key.Kid.Value, detail, evidence.Entries.First(entry => proofs.Contains(entry.Type)).Position);
    }

    private static string Why(KeyHold? held) => held is null ? ""
        : $"; the next key has been held for verifiers since {held.Since}: {held.Share} % of {held.Verifiers} have seen it, {held.Needed} % must have";
}
