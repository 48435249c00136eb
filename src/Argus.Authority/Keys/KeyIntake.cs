using System.Security.Cryptography;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>
/// Brings a key into custody, then into a ring. The private half is stored before the log says that the key exists, so a key in the log can always sign. Who
/// loses the race throws its own key away; one that a crash leaves behind is in no log, signs nothing, and is cleared away by <see cref="PrivateHalves"/>.
/// </summary>
public sealed class KeyIntake(Aggregates aggregates, KeyCustodies custodies, IPrivateKeyStore store)
{
    /// <summary>What the tenant's new keys are to be.</summary>
    public KeyShape ShapeFor(TenantView tenant) => new(tenant.State.Policy.KeyBits, custodies.Current.Name);

    /// <summary>Makes a key. Takes seconds for large ones: part of an operator's command or of the rotation, never of a token request.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="bits">Its size.</param>
    /// <param name="decide">What the ring says to it; nothing means that it needs no key any more.</param>
    /// <param name="origin">Who wants it.</param>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException">Whether the ring has the key is not known.</exception>
    public async ValueTask<KeyIntakeOutcome> CreateAsync(
        TenantId tenant, int bits, Func<KeyRingState, NewKey, KeyTimes, Decision<IKeyRingEvent>> decide, Origin origin)
    {
        var custody = custodies.Current;
        var key = await custody.CreateAsync(tenant, bits, CancellationToken.None).ConfigureAwait(false);
        return await AdmitAsync(custody, tenant, key, decide, origin).ConfigureAwait(false);
    }

    /// <summary>Takes over a key that was made elsewhere.</summary>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException">Whether the ring has the key is not known.</exception>
    public async ValueTask<KeyIntakeOutcome> ImportAsync(
        TenantId tenant, RSA privateKey, Func<KeyRingState, NewKey, KeyTimes, Decision<IKeyRingEvent>> decide, Origin origin)
    {
        var custody = custodies.Current;
        var key = await custody.ImportAsync(tenant, privateKey, CancellationToken.None).ConfigureAwait(false);
        return await AdmitAsync(custody, tenant, key, decide, origin).ConfigureAwait(false);
    }

    private async ValueTask<KeyIntakeOutcome> AdmitAsync(
        IKeyCustody custody, TenantId tenant, CustodyKey key, Func<KeyRingState, NewKey, KeyTimes, Decision<IKeyRingEvent>> decide, Origin origin)
    {
        if (!Kid.TryParse(key.PublicKey.Kid, out var kid))
            throw new CustodyException($"'{key.PublicKey.Kid}' is not a thumbprint.");
        if (!await store.PutAsync(tenant, kid, custody.Name, key.Handle, CancellationToken.None).ConfigureAwait(false))
            return new KeyIntakeOutcome(new Refusal("key_shared", $"Some tenant has the private half of {kid} already"), null);

        var newKey = new NewKey(kid, key.PublicKey.N, key.PublicKey.Bits, custody.Name);
        var times = await aggregates.ReadKeyTimesAsync(tenant).ConfigureAwait(false);
        var isTaken = false;
        var outcome = await aggregates.KeyRings.ExecuteAsync(tenant, KeyRingState.Stream, Decide, origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Appended is null || !isTaken)
        {
            await custody.DestroyAsync(tenant, kid, key.Handle, CancellationToken.None).ConfigureAwait(false);
            await store.DeleteAsync(tenant, kid, CancellationToken.None).ConfigureAwait(false);
        }

        return new KeyIntakeOutcome(outcome.Refusal, outcome.Appended);

        // A ring may do what it was asked without the key.
        Decision<IKeyRingEvent> Decide(KeyRingState ring)
        {
            var decision = decide(ring, newKey, times);
            isTaken = decision.Events.Any(@event => @event is KeyGenerated or KeyImported);
            return decision;
        }
    }
}

/// <summary>What became of a key.</summary>
/// <param name="Refusal">Why the ring did not take it, if a rule was against it.</param>
/// <param name="Appended">Where the log says what the ring did; null with a refusal, and when the ring needed no key any more.</param>
public readonly record struct KeyIntakeOutcome(Refusal? Refusal, AppendResult.Appended? Appended);
