using System.Text;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Jose.ClientProofs.Certificates;

namespace Argus.Authority.Clients;

/// <summary>
/// tls_client_auth and self_signed_tls_client_auth (RFC 8705 §2): a certificate whose private key the connection has shown to hold, and that is under an
/// authority of the node's and has the client's name, or is one that the client registered.
/// </summary>
public sealed class ClientCertificates(ClientAuthorities authorities, TimeProvider clock) : IClientProver
{
    public IReadOnlyList<string> Methods { get; } = [AuthMethod.TlsClientAuth, AuthMethod.SelfSignedTlsClientAuth];

    public ValueTask<string?> FaultAsync(TenantView tenant, ClientId id, ClientState client, ClientCredentials credentials) =>
        ValueTask.FromResult(credentials.Certificate is { } certificate ? FaultOf(certificate, client.Settings) : "no_certificate");

    private string? FaultOf(ClientCertificate presented, ClientSettings settings)
    {
        if (settings.AuthMethod == AuthMethod.SelfSignedTlsClientAuth)
            return IsRegistered(presented, settings) ? null : "certificate_unknown";
        if (!CertificateSubject.Matches(presented.Leaf, settings))
            return "certificate_of_another";
        return LeafCertificate.MaySign(presented.Leaf, mustSayKeyUsage: false)
            && CertificateChain.IsTrusted(presented.Leaf, presented.Intermediates, authorities.Certificates, clock.GetUtcNow())
            ? null
            : "certificate_untrusted";
    }

    /// <summary>§2.2.2: the certificate itself, or one around a key of the client's. Nobody vouches for it, so it can only be over, not revoked.</summary>
    private bool IsRegistered(ClientCertificate presented, ClientSettings settings)
    {
        var now = clock.GetUtcNow();
        if (now < presented.Leaf.NotBefore.ToUniversalTime() || now > presented.Leaf.NotAfter.ToUniversalTime())
            return false;
        return settings.CertificateThumbprints.Contains(CertificateThumbprint.Of(presented.Leaf)) || HasRegisteredKey(presented, settings);
    }

    private static bool HasRegisteredKey(ClientCertificate presented, ClientSettings settings)
    {
        using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(presented.Leaf);
        if (key is not { KeySize: >= 2048 and <= 4096 } || settings.Jwks is not { } jwks || !JwkSet.TryParse(Encoding.UTF8.GetBytes(jwks), out var keys, out _))
            return false;
        var modulus = System.Buffers.Text.Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: false).Modulus);
        return keys.Any(known => known.N == modulus);
    }
}
