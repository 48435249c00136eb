using Argus.Domain.Keys;
using Argus.Domain.Kernel;

namespace Argus.Authority.Keys;

/// <summary>Gives a tenant its first signing key. Part of creating the tenant, never of a token request.</summary>
public sealed class FirstKey(KeyIntake intake, TimeProvider clock)
{
    /// <returns>The feed number of the key's activation, or null if the tenant has keys already.</returns>
    /// <exception cref="CustodyException"/>
    public async ValueTask<long?> EnsureAsync(TenantId tenant, int bits, Origin origin)
    {
        var outcome = await intake.CreateAsync(tenant, bits, (ring, key, _) => KeyRingDecider.Begin(ring, key, clock.GetUtcNow()), origin).ConfigureAwait(false);
        return outcome.Refusal is { } refusal ? throw new CustodyException($"{refusal.Code}: {refusal.Detail}") : outcome.Appended?.Feed;
    }
}
