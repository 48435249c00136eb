using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.ResourceServer.Validation;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Bindings;

/// <summary>RFC 8705 §3: the certificate of the connection is the one that the token is bound to. That its holder has the key, TLS has shown.</summary>
internal sealed class CertificateProof : IProofChecker
{
    public string Method => TokenConfirmation.X5tS256;

    public ProofAnswer Check(HttpContext request, AccessToken token, PresentedToken presented)
    {
        if (presented.IsDpop || request.Connection.ClientCertificate is not { } certificate) return ProofAnswer.Mismatch;

        var thumbprint = Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));
        return Thumbprint.AreEqual(thumbprint, token.Confirmation!.Thumbprint) ? ProofAnswer.Proven : ProofAnswer.Mismatch;
    }
}
