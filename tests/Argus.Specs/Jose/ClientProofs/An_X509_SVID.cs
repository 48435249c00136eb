using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Jose.ClientProofs.Spiffe;
using static Argus.Specs.Jose.ClientProofs.CertificateForge;

namespace Argus.Specs.Jose.ClientProofs;

public sealed class An_X509_SVID : IDisposable
{
    private const string Name = "spiffe://acme.example/billing";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _authority = NewAuthority();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void names_its_workload()
    {
        Assert.Equal(X509SvidFault.None, Validate(new LeafRequest(Name), out var id));
        Assert.Equal(Name, id!.Text);
    }

    [Fact]
    public void may_stand_under_an_intermediate_that_comes_with_it()
    {
        using var intermediate = NewAuthority("CN=Intermediate", _authority);
        using var leaf = Leaf(intermediate, new LeafRequest(Name));

        Assert.Equal(X509SvidFault.None, X509SvidValidator.Validate(leaf, [intermediate], BundleOf(_authority), Now, out _));
        Assert.Equal(X509SvidFault.Untrusted, X509SvidValidator.Validate(leaf, [], BundleOf(_authority), Now, out _));
    }

    [Theory]
    [InlineData]
    [InlineData("https://acme.example/billing")]
    [InlineData("spiffe://acme.example")]
    [InlineData(Name, "spiffe://acme.example/other")]
    [InlineData(Name, "https://acme.example/")]
    public void has_exactly_one_URI_which_is_its_name(params string[] uris) =>
        Assert.Equal(X509SvidFault.BadName, Validate(new LeafRequest(uris), out _));

    [Fact]
    public void with_names_that_cannot_be_read_is_refused()
    {
        var more = new X509Extension("2.5.29.17", [0x30, 0x05, 0x86], false);

        Assert.Equal(X509SvidFault.BadName, Validate(new LeafRequest { More = [more] }, out _));
    }

    [Fact]
    public void of_another_trust_domain_is_refused() =>
        Assert.Equal(X509SvidFault.ForeignTrustDomain, Validate(new LeafRequest("spiffe://evil.example/billing"), out _));

    [Fact]
    public void of_another_authority_of_the_same_name_is_refused()
    {
        using var other = NewAuthority();
        using var leaf = Leaf(other, new LeafRequest(Name));

        Assert.Equal(X509SvidFault.Untrusted, X509SvidValidator.Validate(leaf, [other], BundleOf(_authority), Now, out _));
    }

    [Fact]
    public void that_is_an_authority_is_refused() =>
        Assert.Equal(X509SvidFault.NotALeaf, Validate(new LeafRequest(Name) { IsAuthority = true }, out _));

    [Theory]
    [InlineData(null)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.CrlSign)]
    public void that_may_not_just_sign_is_refused(X509KeyUsageFlags? usages) =>
        Assert.Equal(X509SvidFault.NotALeaf, Validate(new LeafRequest(Name) { Usages = usages }, out _));

    [Fact]
    public void for_servers_only_is_refused() =>
        Assert.Equal(X509SvidFault.Untrusted, Validate(new LeafRequest(Name) { ExtendedUsage = ServerAuthentication }, out _));

    [Fact]
    public void that_is_over_or_not_yet_good_is_refused()
    {
        Assert.Equal(X509SvidFault.Untrusted, Validate(new LeafRequest(Name) { Until = Now.AddSeconds(-1) }, out _));
        Assert.Equal(X509SvidFault.Untrusted, Validate(new LeafRequest(Name) { From = Now.AddSeconds(2) }, out _));
    }

    [Fact]
    public void with_a_critical_extension_that_nobody_knows_is_refused()
    {
        var critical = new X509Extension(new Oid("1.3.6.1.4.1.55555.1"), [0x05, 0x00], critical: true);

        Assert.Equal(X509SvidFault.Untrusted, Validate(new LeafRequest(Name) { More = [critical] }, out _));
    }

    [Fact]
    public void signed_by_itself_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(Name));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        using var leaf = request.CreateSelfSigned(Now.AddHours(-1), Now.AddHours(1));

        Assert.Equal(X509SvidFault.Untrusted, X509SvidValidator.Validate(leaf, [leaf], BundleOf(_authority), Now, out _));
    }

    private static SpiffeBundle BundleOf(X509Certificate2 authority)
    {
        var json = $$"""{"keys":[{"kty":"EC","use":"x509-svid","x5c":["{{Convert.ToBase64String(authority.RawData)}}"]}]}""";
        Assert.True(SpiffeBundle.TryParse(Encoding.ASCII.GetBytes(json), "acme.example", out var bundle, out _));
        return bundle;
    }

    private X509SvidFault Validate(LeafRequest request, out SpiffeId? id)
    {
        using var leaf = Leaf(_authority, request);
        return X509SvidValidator.Validate(leaf, [], BundleOf(_authority), Now, out id);
    }
}
