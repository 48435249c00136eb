using Argus.Authority.Grains;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Log;

namespace Argus.Authority.Compliance;

/// <summary>Folds a tenant's own stream and that of its keys into a report, with the position of every entry that counts.</summary>
public sealed class ComplianceProjection(IEventLog log, TimeProvider clock)
{
    /// <exception cref="LogUnavailableException"/>
    public async Task<ComplianceReport> ReadAsync(TenantId tenant)
    {
        var (state, policyPosition) = (TenantState.Initial, -1L);
        foreach (var recorded in await log.ReadEventsAsync(tenant, TenantState.Stream).ConfigureAwait(false))
        {
            state = TenantState.Evolve(state, (ITenantEvent)recorded.Event);
            if (recorded.Event is TenantCreated or TenantPolicyChanged)
                policyPosition = recorded.Position;
        }

        var history = await log.ReadEventsAsync(tenant, KeyRingState.Stream).ConfigureAwait(false);
        return Report(state.Policy, policyPosition, history, clock.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <param name="policy">The tenant's settings.</param>
    /// <param name="policyPosition">The entry that set them.</param>
    /// <param name="history">The ring's events, in order.</param>
    /// <param name="now">NumericDate seconds.</param>
    public static ComplianceReport Report(TenantPolicy policy, long policyPosition, IReadOnlyList<RecordedEvent> history, long now)
    {
        var profile = CryptoProfile.Find(policy.CryptoProfile) ?? throw new UnreadableEventException($"'{policy.CryptoProfile}' is not a profile.");
        var ring = KeyRingState.Of(history);
        var entries = history.Where(recorded => recorded.Event is IKeyEvent).ToLookup(recorded => ((IKeyEvent)recorded.Event).Kid);
        var keys = ring.Keys.Select(key => new KeyEvidence(key, now - key.CreatedAt, [.. entries[key.Kid].Select(Entry)])).ToArray();

        var violations = keys.SelectMany(key => KeyRules.Broken(key, profile, policy, ring.Next?.Held, now)).ToList();
        if (policy.KeyBits < profile.LeastBits)
            violations.Insert(0, new("policy_key_bits", null, $"key_bits is {policy.KeyBits}; {profile.Name} asks for {profile.LeastBits} or more ({profile.Source})", policyPosition));
        if (ring.Active is null)
            violations.Insert(0, new("no_active_key", null, "No key signs.", history.Count > 0 ? history[^1].Position : policyPosition));
        return new ComplianceReport(profile, policy, policyPosition, keys, violations);
    }

    private static KeyEntry Entry(RecordedEvent recorded) => new(recorded.Position, EventCatalog.NameOf(recorded.Event), recorded.Time);
}
