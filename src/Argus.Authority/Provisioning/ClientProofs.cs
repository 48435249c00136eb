using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>What a description says of how a client proves itself without a secret; members that are null are not spoken of.</summary>
public sealed record ClientProofs
{
    public Said<string?>? Jwks { get; init; }

    public NameSet? CertificateThumbprints { get; init; }

    public Said<string?>? JwksUri { get; init; }

    public Said<string?>? SpiffeId { get; init; }

    public Said<string?>? SanDns { get; init; }

    public Said<string?>? SanEmail { get; init; }

    public Said<string?>? SanIp { get; init; }

    public Said<string?>? SanUri { get; init; }

    public Said<string?>? SubjectDn { get; init; }

    public ClientSettings On(ClientSettings settings) => settings with
    {
        Jwks = Jwks is { } jwks ? jwks.Value : settings.Jwks,
        CertificateThumbprints = CertificateThumbprints ?? settings.CertificateThumbprints,
        JwksUri = JwksUri is { } uri ? uri.Value : settings.JwksUri,
        SpiffeId = SpiffeId is { } spiffe ? spiffe.Value : settings.SpiffeId,
        TlsClientAuthSanDns = SanDns is { } dns ? dns.Value : settings.TlsClientAuthSanDns,
        TlsClientAuthSanEmail = SanEmail is { } email ? email.Value : settings.TlsClientAuthSanEmail,
        TlsClientAuthSanIp = SanIp is { } ip ? ip.Value : settings.TlsClientAuthSanIp,
        TlsClientAuthSanUri = SanUri is { } san ? san.Value : settings.TlsClientAuthSanUri,
        TlsClientAuthSubjectDn = SubjectDn is { } subject ? subject.Value : settings.TlsClientAuthSubjectDn,
    };
}
