using System.Text;
using Argus.Authority.Clients;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Jose.ClientProofs;
using Argus.Jose.ClientProofs.Certificates;

namespace Argus.Server.Protocol.Shared;

/// <summary>An access token as it came to one of the authority's own protected resources.</summary>
/// <param name="Compact">ASCII of the token.</param>
/// <param name="IsDpop">Whether it came under the scheme DPoP (RFC 9449 §7.1), and not as a bearer token.</param>
/// <param name="Url">Of the resource, as clients know it.</param>
internal readonly record struct PresentedToken(ReadOnlyMemory<byte> Compact, bool IsDpop, string Url);

/// <summary>Whether who presents a bound token holds the key that it is bound to (RFC 9449 §7, RFC 8705 §3).</summary>
internal sealed class ProofOfPossession(DpopProofs proofs, PresentedCertificate certificates)
{
    /// <param name="http">The request.</param>
    /// <param name="tenant">Whose token it is.</param>
    /// <param name="presented">The token as it came.</param>
    /// <param name="token">What it says.</param>
    /// <returns>Null if all is well; else what is not, for the record.</returns>
    public async ValueTask<string?> FaultAsync(HttpContext http, TenantView tenant, PresentedToken presented, VerifiedToken token)
    {
        if (!TokenConfirmation.TryRead(token, out var bound))
            return "confirmation_unknown";
        if (presented.IsDpop != bound is { Method: Confirmation.Jkt })
            return "wrong_scheme";
        return bound switch
        {
            null => null,
            { Method: Confirmation.Jkt } key => await ProofFaultAsync(http, tenant, presented, key).ConfigureAwait(false),
            { } certificate => certificates.Of(http) is { } shown && CertificateThumbprint.Of(shown.Leaf) == certificate.Thumbprint ? null : "wrong_certificate",
        };
    }

    private async ValueTask<string?> ProofFaultAsync(HttpContext http, TenantView tenant, PresentedToken presented, Confirmation key)
    {
        if (http.Request.Headers[TokenRequestBinding.ProofHeader] is not [{ } compact])
            return "proof_missing";
        var rules = new DpopRules { Method = http.Request.Method, Url = presented.Url, AccessToken = Encoding.Latin1.GetString(presented.Compact.Span) };
        var (proof, refusal) = await proofs.VerifyAsync(tenant, Encoding.Latin1.GetBytes(compact), rules, isForTokens: false).ConfigureAwait(false);
        if (proof is null)
            return refusal!.Id;
        if (proof.Thumbprint != key.Thumbprint)
            return "wrong_key";
        return await proofs.TryUseAsync(tenant, proof).ConfigureAwait(false) ? null : "proof_replayed";
    }
}
