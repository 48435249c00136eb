using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Tenants;
using Argus.Log;

namespace Argus.Authority.Checkpoints;

/// <summary>The keys of the tenants' logs: each log gets its first when its tenant gets its first signing key, and another when an operator wants it.</summary>
public sealed class LogKeyring(LogKeyIntake intake, Aggregates aggregates, FeedFollower views, Issuers issuers, TimeProvider clock)
{
    /// <summary>Gives a log its first key, and its name. Part of creating the tenant, never of a token request.</summary>
    /// <returns>The feed number of the key's activation, or null if the log has a key already.</returns>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<long?> EnsureAsync(TenantId tenant, int bits, Origin origin)
    {
        if (views.Directory.Find(tenant.Value)?.LogKeys.Spans.Active is not null)
            return null;
        var state = await aggregates.Tenants.ReadAsync(tenant, TenantState.Stream).ConfigureAwait(false);
        var name = NameOf(tenant, state);
        var outcome = await intake.MakeAsync(tenant, bits, name, (keys, key) => LogKeysDecider.Begin(keys, key, name, clock.GetUtcNow()), origin).ConfigureAwait(false);
        return outcome.Refusal is { } refusal ? throw new CustodyException($"{refusal.Code}: {refusal.Detail}") : outcome.Appended?.Feed;
    }

    /// <summary>Hands over to a new key, and destroys the old one's private half.</summary>
    /// <returns>The rule that is against it, if one is.</returns>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async Task<Refusal?> RotateAsync(TenantView tenant, Origin origin)
    {
        if (tenant.LogKeys.Spans is not { Origin: { } name, Active: not null })
            return new Refusal("log_key_missing", "The log has no key yet");
        var outcome = await intake.MakeAsync(
            tenant.Id, tenant.State.Policy.KeyBits, name, (keys, key) => LogKeysDecider.Rotate(keys, key, clock.GetUtcNow()), origin).ConfigureAwait(false);
        if (outcome.Refusal is { } refusal)
            return refusal;
        await views.ReachAsync(outcome.Appended?.Feed, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        foreach (var retired in tenant.LogKeys.Spans.Keys.Where(key => key.RetiredPosition is not null))
            await intake.DestroyAsync(tenant.Id, retired.Key.Kid).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// The issuer without its scheme. Hosts can change hands: where another log bears that name already, the tenant's own is put behind it, for witnesses know a
    /// log by its name.
    /// </summary>
    private string NameOf(TenantId tenant, TenantState state)
    {
        var issuer = issuers.Of(tenant, state.Hosts);
        var name = issuer[(issuer.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return views.Directory.Tenants.Any(other => other.Id != tenant && other.LogKeys.Spans.Origin == name) ? $"{name}/t/{tenant}" : name;
    }
}
