using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose.ClientProofs;
using Argus.Jose.ClientProofs.Certificates;

namespace Argus.Authority.Clients;

/// <summary>Which key a client's tokens are bound to: that of its DPoP proof (RFC 9449 §5), that of its certificate (RFC 8705 §3), or none.</summary>
public static class TokenBinding
{
    /// <param name="client">As it is registered.</param>
    /// <param name="certificate">The certificate of its connection, if it has one.</param>
    /// <param name="proof">The DPoP proof that came, if one did.</param>
    /// <param name="confirmation">The key; null for none.</param>
    /// <returns>What the client must do and did not, or must not; null if all is well.</returns>
    public static OAuthRefusal? Decide(ClientSettings client, ClientCertificate? certificate, DpopProof? proof, out Confirmation? confirmation)
    {
        confirmation = null;
        if (client.DpopBoundAccessTokens && proof is null)
            return OAuthRefusal.InvalidDpopProof("dpop_missing");
        if (client.TlsClientCertificateBoundAccessTokens && certificate is null)
            return OAuthRefusal.InvalidRequest("certificate_missing", "The client must present its certificate.");
        if (client.TlsClientCertificateBoundAccessTokens && proof is not null)
            return OAuthRefusal.InvalidRequest("two_bindings", "The client's tokens are bound to its certificate, and cannot be bound to a DPoP key.");

        var isByCertificate = client.TlsClientCertificateBoundAccessTokens
            || client.AuthMethod is AuthMethod.TlsClientAuth or AuthMethod.SelfSignedTlsClientAuth or AuthMethod.SpiffeX509;
        if (proof is not null)
            confirmation = Confirmation.Of(Confirmation.Jkt, proof.Thumbprint);
        else if (isByCertificate && certificate is not null)
            confirmation = Confirmation.Of(Confirmation.X5tS256, CertificateThumbprint.Of(certificate.Leaf));
        return null;
    }
}
