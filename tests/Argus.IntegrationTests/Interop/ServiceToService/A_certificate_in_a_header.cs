using System.Security.Cryptography.X509Certificates;
using Argus.IntegrationTests.Http.ClientProofs;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.ServiceToService;

using static ServiceAuthority;

/// <summary>Anybody can write a header: it counts when nginx wrote it, and when the node knows that nginx by its certificate.</summary>
[Collection(ProxiedCollection.Name)]
public sealed class A_certificate_in_a_header(ProxiedAuthority authority) : IDisposable
{
    private const string Form = "client_id=" + ByName;

    private readonly X509Certificate2 _billing = Certificates.Client(authority.Authority, "O=Acme, CN=billing");
    private readonly X509Certificate2 _other = Certificates.Client(authority.Authority, "O=Acme, CN=other");

    private (string, string) Stolen => (Header, Uri.EscapeDataString(_billing.ExportCertificatePem()));

    public void Dispose()
    {
        _billing.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task of_a_known_nginx_is_its_client_s()
    {
        var reply = await ThroughAsync(authority.MachinesUrl, _billing);

        Assert.Equal(Certificates.Thumbprint(_billing), new Compact(reply.AccessToken).Payload.GetProperty("cnf").GetProperty("x5t#S256").GetString());
        (await ThroughAsync(authority.MachinesUrl, _other)).Refuses(401, "invalid_client");
        (await ThroughAsync(authority.MachinesUrl, null)).Refuses(401, "invalid_client");
    }

    /// <summary>nginx takes them all; what they are worth is the node's to say.</summary>
    [Fact]
    public async Task is_judged_by_the_node()
    {
        using var namesake = Certificates.Authority("CN=Clients");
        using var forged = Certificates.Client(namesake, "O=Acme, CN=billing");
        using var signedByItself = Certificates.SelfSigned("O=Acme, CN=billing");

        (await ThroughAsync(authority.MachinesUrl, forged)).Refuses(401, "invalid_client");
        (await ThroughAsync(authority.MachinesUrl, signedByItself)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task that_a_client_wrote_is_overwritten_by_nginx()
    {
        foreach (var certificate in new[] { null, _other, authority.Own })
        {
            foreach (var header in new[] { Header, Header.ToLowerInvariant(), Header.Replace('-', '_') })
                (await ThroughAsync(authority.MachinesUrl, certificate, (header, Stolen.Item2))).Refuses(401, "invalid_client");
            (await ThroughAsync(authority.MachinesUrl, certificate, Stolen, Stolen)).Refuses(401, "invalid_client");
        }

        var own = await CertificateHttp.TokenAsync(authority.MachinesUrl + Services, "client_id=" + ByItself, authority.Own, Stolen);
        Assert.Equal(Certificates.Thumbprint(authority.Own), new Compact(own.AccessToken).Payload.GetProperty("cnf").GetProperty("x5t#S256").GetString());
    }

    [Fact]
    public async Task of_an_nginx_that_the_node_does_not_know_is_nothing() =>
        (await ThroughAsync(authority.UnknownProxyUrl, _billing)).Refuses(401, "invalid_client");

    [Fact]
    public async Task of_a_stranger_who_comes_to_the_node_itself_is_nothing()
    {
        authority.SkipWhenMissing();
        foreach (var certificate in new[] { null, _other, authority.Own })
            (await ThroughAsync(authority.TlsUrl, certificate, Stolen)).Refuses(401, "invalid_client");
        (await CertificateHttp.TokenAsync(authority.Issuer, Form, null, Stolen)).Refuses(401, "invalid_client");
        Assert.Equal(200, (await ThroughAsync(authority.TlsUrl, _billing, (Header, Uri.EscapeDataString(_other.ExportCertificatePem())))).Status);
    }

    /// <summary>Whoever shows it is a proxy, and no client.</summary>
    [Fact]
    public async Task is_all_that_counts_on_the_connection_of_a_proxy()
    {
        authority.SkipWhenMissing();
        (await ThroughAsync(authority.TlsUrl, authority.Proxy)).Refuses(401, "invalid_client");
        (await ThroughAsync(authority.TlsUrl, authority.Proxy, Stolen, Stolen)).Refuses(401, "invalid_client");
        Assert.Equal(200, (await ThroughAsync(authority.TlsUrl, authority.Proxy, Stolen)).Status);
    }

    private Task<Reply> ThroughAsync(string url, X509Certificate2? certificate, params (string, string)[] headers)
    {
        authority.SkipWhenMissing();
        return CertificateHttp.TokenAsync(url + Services, Form, certificate, headers);
    }
}
