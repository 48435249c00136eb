using Argus.Authority.Grains;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;

namespace Argus.Authority.Keys;

/// <summary>Gives a tenant its first signing key. Part of creating the tenant, never of a token request.</summary>
public sealed class FirstKey(Aggregates aggregates, IKeyCustody custody, IPrivateKeyStore store, TimeProvider clock)
{
    /// <summary>
    /// The private half is stored before the log says that the key exists, so a key in the log can always sign. Who loses the race to be first throws
    /// its own key away; one that a crash leaves behind is in no log and signs nothing.
    /// </summary>
    /// <returns>The feed number of the key's activation, or null if the tenant has keys already.</returns>
    public async ValueTask<long?> EnsureAsync(TenantId tenant, int bits, Origin origin, CancellationToken cancellation)
    {
        var key = await custody.CreateAsync(tenant, bits, cancellation).ConfigureAwait(false);
        if (!Kid.TryParse(key.PublicKey.Kid, out var kid))
            throw new CustodyException($"'{key.PublicKey.Kid}' is not a thumbprint.");

        if (!await store.PutAsync(tenant, kid, custody.Name, key.Handle, cancellation).ConfigureAwait(false))
            throw new CustodyException($"The custody provider made the key {kid} a second time.");
        var outcome = await aggregates.KeyRings.ExecuteAsync(
            tenant,
            KeyRingState.Stream,
            ring => KeyRingDecider.Begin(ring, kid, key.PublicKey.N, key.PublicKey.Bits, custody.Name, clock.GetUtcNow()),
            origin,
            cancellation).ConfigureAwait(false);

        if (outcome.Appended is null)
            await store.DeleteAsync(tenant, kid, cancellation).ConfigureAwait(false);
        return outcome.Appended?.Feed;
    }
}
