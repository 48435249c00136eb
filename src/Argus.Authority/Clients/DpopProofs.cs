using Argus.Authority.Replay;
using Argus.Authority.Views;
using Argus.Jose.ClientProofs;
using Argus.Log;

namespace Argus.Authority.Clients;

/// <summary>Takes DPoP proofs (RFC 9449): each for one request, once, on whatever node.</summary>
public sealed class DpopProofs(DpopNonces nonces, IReplayCache used, TimeProvider clock)
{
    // A proof that is older, or further ahead, is none; one that was used is remembered for both.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <summary>Looks at a proof, and does not use it up.</summary>
    /// <param name="tenant">Whose nonces are good.</param>
    /// <param name="compact">ASCII of the proof, as it came.</param>
    /// <param name="rules">What it must be for; the nonces and the tolerance are added here.</param>
    /// <param name="isForTokens">Whether this is where the tenant may demand nonces.</param>
    /// <exception cref="LogUnavailableException">Nobody knows which nonce is good.</exception>
    /// <exception cref="Keys.KeyUnavailableException">Likewise.</exception>
    public async ValueTask<(DpopProof? Proof, OAuthRefusal? Refusal)> VerifyAsync(
        TenantView tenant, ReadOnlyMemory<byte> compact, DpopRules rules, bool isForTokens)
    {
        var demanded = isForTokens && tenant.State.Policy.DpopNonceRequired ? await nonces.GoodAsync(tenant).ConfigureAwait(false) : null;
        var fault = DpopProofValidator.Validate(
            compact.Span, rules with { Nonces = demanded, Tolerance = Tolerance }, clock.GetUtcNow(), out var proof);
        return fault switch
        {
            DpopFault.None => (proof, null),
            DpopFault.WrongNonce => (null, OAuthRefusal.UseDpopNonce("dpop_nonce")),
            _ => (null, OAuthRefusal.InvalidDpopProof($"dpop_{fault}")),
        };
    }

    /// <summary>The nonce that the next proof should have; null where none is demanded.</summary>
    /// <exception cref="LogUnavailableException">Nobody knows which nonce is good.</exception>
    /// <exception cref="Keys.KeyUnavailableException">Likewise.</exception>
    public async ValueTask<string?> NextNonceAsync(TenantView tenant) =>
        tenant.State.Policy.DpopNonceRequired ? (await nonces.GoodAsync(tenant).ConfigureAwait(false))[0] : null;

    /// <summary>Uses a proof up (RFC 9449 §11.1).</summary>
    /// <returns>False if it was used before.</returns>
    /// <exception cref="LogUnavailableException">Nobody knows.</exception>
    public ValueTask<bool> TryUseAsync(TenantView tenant, DpopProof proof) =>
        used.TryAddAsync(tenant.Id, $"dpop:{proof.Thumbprint}", proof.JwtId, 2 * Tolerance + TimeSpan.FromSeconds(1));
}
