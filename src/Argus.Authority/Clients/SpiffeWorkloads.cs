using System.Buffers.Text;
using Argus.Authority.Replay;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Authority.Clients;

/// <summary>
/// Clients that are workloads (SPIFFE): by a JWT-SVID for this issuer alone, which is good for one use, or by an X.509-SVID whose private key the connection has
/// shown to hold. The trust domain's bundle is the tenant's, and the name is the one that the client is registered with.
/// </summary>
public sealed class SpiffeWorkloads(IReplayCache used, Issuers issuers, TimeProvider clock) : IClientProver
{
    /// <summary>The value of <c>client_assertion_type</c> (draft-ietf-oauth-spiffe-client-auth).</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe";

    public IReadOnlyList<string> Methods { get; } = [AuthMethod.SpiffeJwt, AuthMethod.SpiffeX509];

    public async ValueTask<string?> FaultAsync(TenantView tenant, ClientId id, ClientState client, ClientCredentials credentials)
    {
        var name = client.Settings.SpiffeId!;
        if (!SpiffeId.TryParse(name, out var workload) || tenant.TrustDomain(workload.TrustDomain) is not { } bundle)
            return "spiffe_trust_domain_unknown";
        return client.Settings.AuthMethod == AuthMethod.SpiffeJwt
            ? await JwtFaultAsync(tenant, name, bundle, credentials.Assertion).ConfigureAwait(false)
            : CertificateFault(name, bundle, credentials.Certificate);
    }

    private async ValueTask<string?> JwtFaultAsync(TenantView tenant, string name, SpiffeBundle bundle, ReadOnlyMemory<byte> assertion)
    {
        var skew = TimeSpan.FromSeconds(tenant.State.Policy.ClockSkew);
        var rules = new JwtSvidRules { Audience = issuers.Of(tenant), ClockSkew = skew };
        var fault = JwtSvidValidator.Validate(assertion.Span, bundle, rules, clock.GetUtcNow(), out var svid);
        if (svid is null)
            return $"svid_{fault}";
        if (svid.Id.Text != name)
            return "svid_of_another";

        // SPIFFE has no jti of its own: then the document itself is what may come once.
        var jti = svid.JwtId is { } own ? $"jti:{own}" : $"sha-256:{Base64Url.EncodeToString(svid.Digest)}";
        var left = DateTimeOffset.FromUnixTimeSeconds(svid.ExpiresAt) - clock.GetUtcNow() + skew + TimeSpan.FromSeconds(1);
        return await used.TryAddAsync(tenant.Id, name, jti, left).ConfigureAwait(false) ? null : "svid_replayed";
    }

    private string? CertificateFault(string name, SpiffeBundle bundle, ClientCertificate? certificate)
    {
        if (certificate is null)
            return "no_certificate";
        var fault = X509SvidValidator.Validate(certificate.Leaf, certificate.Intermediates, bundle, clock.GetUtcNow(), out var id);
        return id is null ? $"svid_{fault}" : id.Text == name ? null : "svid_of_another";
    }
}
