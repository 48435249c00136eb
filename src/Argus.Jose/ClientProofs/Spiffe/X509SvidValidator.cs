using System.Security.Cryptography.X509Certificates;
using Argus.Jose.ClientProofs.Certificates;

namespace Argus.Jose.ClientProofs.Spiffe;

/// <summary>Why an X.509-SVID was refused: the first check that failed, in the order in which they are made.</summary>
public enum X509SvidFault
{
    None,

    /// <summary>Not exactly one URI among its names, or one that is no name of a workload (X509-SVID §2).</summary>
    BadName,

    /// <summary>A name of another trust domain than the bundle's.</summary>
    ForeignTrustDomain,

    /// <summary>An authority's certificate, or one whose key usages do not say that it may sign (X509-SVID §4.1, §4.3).</summary>
    NotALeaf,

    /// <summary>Not under one of the bundle's authorities, expired, or not for clients (X509-SVID §5.1).</summary>
    Untrusted,
}

/// <summary>Verifies X.509-SVIDs (SPIFFE X509-SVID §5) with the authorities of one trust domain. Nothing is fetched for it.</summary>
public static class X509SvidValidator
{
    /// <summary>Never throws for what is in the certificates. That their holder has the private key is what the TLS handshake showed.</summary>
    /// <param name="leaf">The presented certificate.</param>
    /// <param name="intermediates">What came with it.</param>
    /// <param name="bundle">Of the trust domain that is to answer for it.</param>
    /// <param name="now">The time to judge it by.</param>
    /// <param name="id">Who it is, when the result is <see cref="X509SvidFault.None"/>.</param>
    public static X509SvidFault Validate(
        X509Certificate2 leaf, X509Certificate2Collection intermediates, SpiffeBundle bundle, DateTimeOffset now, out SpiffeId? id)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(bundle);
        id = null;
        if (CertificateNames.Of(leaf) is not { Uris: [var uri] } || !SpiffeId.TryParse(uri, out var named)) return X509SvidFault.BadName;
        if (named.TrustDomain != bundle.TrustDomain) return X509SvidFault.ForeignTrustDomain;
        if (!LeafCertificate.MaySign(leaf, mustSayKeyUsage: true)) return X509SvidFault.NotALeaf;
        if (!CertificateChain.IsTrusted(leaf, intermediates, bundle.Authorities, now)) return X509SvidFault.Untrusted;

        id = named;
        return X509SvidFault.None;
    }
}
