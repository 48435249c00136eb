using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Log;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Makes keys for logs, as <see cref="KeyIntake"/> does for rings: custody, store, then the log, so that a key the log knows can always sign. The store takes no
/// key that another has, so a log never shares a modulus with tokens or with another log.
/// </summary>
public sealed class LogKeyIntake(Aggregates aggregates, KeyCustodies custodies, IPrivateKeyStore store)
{
    /// <param name="tenant">Whose log.</param>
    /// <param name="bits">The key's size.</param>
    /// <param name="logName">The log's name.</param>
    /// <param name="decide">What the log says to the key; no events mean that it needs none.</param>
    /// <param name="origin">Who wants it.</param>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException">Whether the log has the key is not known.</exception>
    public async ValueTask<KeyIntakeOutcome> MakeAsync(
        TenantId tenant, int bits, string logName, Func<LogKeysState, NewLogKey, Decision<ILogKeyEvent>> decide, Origin origin)
    {
        var custody = custodies.Current;
        var made = await custody.CreateAsync(tenant, bits, CancellationToken.None).ConfigureAwait(false);
        if (!Kid.TryParse(made.PublicKey.Kid, out var kid))
            throw new CustodyException($"'{made.PublicKey.Kid}' is not a thumbprint.");
        if (!await store.PutAsync(tenant, kid, custody.Name, made.Handle, CancellationToken.None).ConfigureAwait(false))
            return new KeyIntakeOutcome(new Refusal("key_shared", $"Some tenant has the private half of {kid} already"), null);

        var ed25519 = await Ed25519Async(custody, tenant, kid, made.Handle, logName).ConfigureAwait(false);
        var key = new NewLogKey(kid, made.PublicKey.N, made.PublicKey.Bits, custody.Name, ed25519);
        var outcome = await aggregates.LogKeys.ExecuteAsync(tenant, LogKeysState.Stream, state => decide(state, key), origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Appended is null)
            await RemoveAsync(custody, tenant, kid, made.Handle).ConfigureAwait(false);
        return new KeyIntakeOutcome(outcome.Refusal, outcome.Appended);
    }

    /// <summary>Destroys the private half of a key that signs no more. What a crash leaves of it <see cref="PrivateHalves"/> clears away.</summary>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask DestroyAsync(TenantId tenant, Kid kid)
    {
        if (await store.FindAsync(tenant, kid, CancellationToken.None).ConfigureAwait(false) is { } stored)
            await RemoveAsync(custodies.Of(stored.Custody), tenant, kid, stored.Handle).ConfigureAwait(false);
    }

    private static async ValueTask<string?> Ed25519Async(IKeyCustody custody, TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, string logName)
    {
        try
        {
            var opened = await custody.OpenAsync(tenant, kid, handle, CancellationToken.None).ConfigureAwait(false);
            return await new LogSigner(opened, logName, custody.SignsElsewhere).Ed25519Async().ConfigureAwait(false);
        }
        catch (KeyUnavailableException e)
        {
            throw new CustodyException(e.Message, e);
        }
    }

    private async ValueTask RemoveAsync(IKeyCustody custody, TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle)
    {
        await custody.DestroyAsync(tenant, kid, handle, CancellationToken.None).ConfigureAwait(false);
        await store.DeleteAsync(tenant, kid, CancellationToken.None).ConfigureAwait(false);
    }
}
