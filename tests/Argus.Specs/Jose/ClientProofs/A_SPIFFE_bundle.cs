using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Specs.Jose.ClientProofs;

public sealed class A_SPIFFE_bundle : IDisposable
{
    private readonly ProofForge _forge = new();
    private readonly X509Certificate2 _authority = CertificateForge.NewAuthority();

    public void Dispose()
    {
        _forge.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void has_authorities_and_keys_and_passes_over_what_it_does_not_know()
    {
        var json = Bundle(
            X509Key(), _forge.EcJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"a\""), _forge.RsaJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"b\""),
            """{"kty":"EC","crv":"P-521","x":"AA","y":"AA","use":"jwt-svid","kid":"c"}""", _forge.EcJwkOf(",\"use\":\"wit-svid\",\"kid\":\"d\""),
            _forge.EcJwkOf(",\"kid\":\"e\""));

        Assert.True(SpiffeBundle.TryParse(json, "acme.example", out var bundle, out _));

        Assert.Equal(["a", "b"], bundle.JwtKeyIds.Order());
        Assert.Equal(_authority.RawData, Assert.Single(bundle.Authorities).RawData);
    }

    [Fact]
    public void is_refused_when_it_is_not_sound()
    {
        Assert.Equal(SpiffeBundleFault.BadJson, FaultOf("[]"u8));
        Assert.Equal(SpiffeBundleFault.BadJson, FaultOf("{}"u8));
        Assert.Equal(SpiffeBundleFault.BadJson, FaultOf("{\"keys\":{}}"u8));
        Assert.Equal(SpiffeBundleFault.BadJson, FaultOf("{\"keys\":[1]}"u8));
        Assert.Equal(SpiffeBundleFault.BadJson, FaultOf("{\"keys\":[]}}"u8));
        Assert.Equal(SpiffeBundleFault.DuplicateMember, FaultOf("{\"keys\":[],\"keys\":[]}"u8));
        Assert.Equal(SpiffeBundleFault.Empty, FaultOf("{\"keys\":[]}"u8));
        Assert.Equal(SpiffeBundleFault.Empty, FaultOf(Bundle(_forge.EcJwkOf(",\"kid\":\"a\""))));
        Assert.Equal(SpiffeBundleFault.MissingKid, FaultOf(Bundle(_forge.EcJwkOf(",\"use\":\"jwt-svid\""))));
        Assert.Equal(SpiffeBundleFault.PrivateMember, FaultOf(Bundle(_forge.EcJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"a\",\"d\":\"AQ\""))));
        var twice = _forge.EcJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"a\"");
        Assert.Equal(SpiffeBundleFault.DuplicateKid, FaultOf(Bundle(twice, twice)));
        Assert.Equal(SpiffeBundleFault.TooLarge, FaultOf(Encoding.ASCII.GetBytes("{" + new string(' ', 256 * 1024) + "}")));
        Assert.False(SpiffeBundle.TryParse(Bundle(X509Key()), "Acme", out _, out var fault));
        Assert.Equal(SpiffeBundleFault.BadTrustDomain, fault);
    }

    [Fact]
    public void is_refused_for_an_authority_that_is_none()
    {
        using var leaf = CertificateForge.Leaf(_authority, new CertificateForge.LeafRequest());

        Assert.Equal(SpiffeBundleFault.BadAuthority, FaultOf(Bundle(X509Key(Convert.ToBase64String(leaf.RawData)))));
        Assert.Equal(SpiffeBundleFault.BadAuthority, FaultOf(Bundle(X509Key("AAAA"))));
        Assert.Equal(SpiffeBundleFault.BadAuthority, FaultOf(Bundle(X509Key("!"))));
        Assert.Equal(SpiffeBundleFault.BadAuthority, FaultOf(Bundle(_forge.EcJwkOf(",\"use\":\"x509-svid\""))));
        Assert.Equal(SpiffeBundleFault.BadAuthority, FaultOf(Bundle(_forge.EcJwkOf(",\"use\":\"x509-svid\",\"x5c\":[]"))));
    }

    private static SpiffeBundleFault FaultOf(ReadOnlySpan<byte> json)
    {
        Assert.False(SpiffeBundle.TryParse(json, "acme.example", out var bundle, out var fault));
        Assert.Null(bundle);
        return fault;
    }

    private static byte[] Bundle(params string[] keys) =>
        Encoding.ASCII.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}],"spiffe_sequence":1,"spiffe_refresh_hint":60}""");

    private string X509Key(string? certificate = null) =>
        _forge.EcJwkOf($",\"use\":\"x509-svid\",\"x5c\":[\"{certificate ?? Convert.ToBase64String(_authority.RawData)}\"]");
}
