using System.Text;
using Argus.Jose.ClientProofs;

namespace Argus.Specs.Jose.ClientProofs;

public class A_DPoP_proof_of_RFC_9449
{
    private const string Header =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZF"
        + "NGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";

    // §4.1
    private const string AtTheTokenEndpoint = Header
        + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
        + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

    // §7.1
    private const string AtTheResource = Header
        + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYx"
        + "OCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9"
        + ".2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

    private const string AccessToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    // §6.1
    private const string Thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    [Fact]
    public void is_accepted_at_the_token_endpoint()
    {
        var rules = new DpopRules { Method = "POST", Url = "https://server.example.com/token" };

        var fault = DpopProofValidator.Validate(Encoding.ASCII.GetBytes(AtTheTokenEndpoint), rules, At(1562262616), out var proof);

        Assert.Equal((DpopFault.None, new DpopProof(Thumbprint, "-BwC3ESc6acc2lTc", At(1562262616), null)), (fault, proof));
    }

    [Fact]
    public void is_accepted_at_the_resource_with_its_access_token()
    {
        var fault = DpopProofValidator.Validate(Encoding.ASCII.GetBytes(AtTheResource), Resource, At(1562262618), out var proof);

        Assert.Equal((DpopFault.None, new DpopProof(Thumbprint, "e1j3V_bKic8-LAEB", At(1562262618), null)), (fault, proof));
    }

    [Fact]
    public void is_refused_with_another_access_token()
    {
        var rules = Resource with { AccessToken = AccessToken + "x" };

        Assert.Equal(DpopFault.WrongAccessToken, DpopProofValidator.Validate(Encoding.ASCII.GetBytes(AtTheResource), rules, At(1562262618), out _));
    }

    [Fact]
    public void is_refused_with_another_s_signature()
    {
        var swapped = AtTheTokenEndpoint[..AtTheTokenEndpoint.LastIndexOf('.')] + AtTheResource[AtTheResource.LastIndexOf('.')..];
        var rules = new DpopRules { Method = "POST", Url = "https://server.example.com/token" };

        Assert.Equal(DpopFault.BadSignature, DpopProofValidator.Validate(Encoding.ASCII.GetBytes(swapped), rules, At(1562262616), out _));
    }

    private static DpopRules Resource => new() { Method = "GET", Url = "https://resource.example.org/protectedresource", AccessToken = AccessToken };

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
