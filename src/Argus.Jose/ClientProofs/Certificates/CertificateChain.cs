using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Jose.ClientProofs.Certificates;

/// <summary>
/// Whether a client's certificate stands under an authority that we were told to trust (RFC 5280 §6), and under nothing else: not the machine's list, no
/// certificate fetched from where the presented one says, no revocation list or responder asked. Nothing here opens a connection.
/// </summary>
public static class CertificateChain
{
    // RFC 5280 §4.2.1.12: id-kp-clientAuth. A certificate without extended key usages is good for it too.
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <param name="leaf">The presented certificate.</param>
    /// <param name="intermediates">What came with it; used to build the chain, trusted for nothing.</param>
    /// <param name="authorities">The roots.</param>
    /// <param name="now">The time to judge it by.</param>
    public static bool IsTrusted(
        X509Certificate2 leaf, X509Certificate2Collection intermediates, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(authorities);
        if (authorities.Count == 0) return false;

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(intermediates);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = now.UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        try
        {
            return chain.Build(leaf);
        }
        catch (CryptographicException)
        {
            // How the platform says that it cannot read what it was given.
            return false;
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }
}
