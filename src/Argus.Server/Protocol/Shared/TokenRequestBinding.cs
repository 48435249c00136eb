using System.Text;
using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Jose.ClientProofs;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>Finds the key that a request for tokens proves to hold, and binds the client's tokens to it (RFC 9449 §5, RFC 8705 §3).</summary>
internal sealed class TokenRequestBinding(DpopProofs proofs, PresentedCertificate certificates, Issuers issuers)
{
    public const string ProofHeader = "DPoP";

    private const string NonceHeader = "DPoP-Nonce";

    /// <summary>
    /// Looks at the proof, if there is one, before the client is asked: a client that has to make another, with a nonce, has then not spent its assertion.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Of the endpoint, under the issuer.</param>
    public async ValueTask<(DpopProof? Proof, OAuthRefusal? Refusal)> ReadProofAsync(TenantRequest request, string path)
    {
        if (await proofs.NextNonceAsync(request.Tenant).ConfigureAwait(false) is { } nonce)
            request.Http.Response.Headers[NonceHeader] = nonce;
        var header = request.Http.Request.Headers[ProofHeader];
        if (header.Count == 0)
            return (null, null);
        if (header is not [{ } compact])
            return (null, OAuthRefusal.InvalidDpopProof("dpop_several"));

        var rules = new DpopRules { Method = request.Http.Request.Method, Url = issuers.Of(request.Tenant) + path };
        return await proofs.VerifyAsync(request.Tenant, Encoding.Latin1.GetBytes(compact), rules, isForTokens: true).ConfigureAwait(false);
    }

    /// <summary>Uses the proof up, and says what the client's tokens are bound to.</summary>
    public async ValueTask<(AuthenticatedClient Client, OAuthRefusal? Refusal)> BindAsync(TenantRequest request, AuthenticatedClient client, DpopProof? proof)
    {
        if (TokenBinding.Decide(client.State.Settings, certificates.Of(request.Http), proof, out var confirmation) is { } refusal)
            return (client, refusal);
        return await UseAsync(request, proof).ConfigureAwait(false) is { } replayed
            ? (client, replayed)
            : (client with { Confirmation = confirmation }, null);
    }

    /// <returns>Null if there is no proof, or it is used for the first time.</returns>
    public async ValueTask<OAuthRefusal?> UseAsync(TenantRequest request, DpopProof? proof) =>
        proof is null || await proofs.TryUseAsync(request.Tenant, proof).ConfigureAwait(false) ? null : OAuthRefusal.InvalidDpopProof("dpop_replayed");
}
