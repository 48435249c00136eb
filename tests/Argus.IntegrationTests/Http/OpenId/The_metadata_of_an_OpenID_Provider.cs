using Argus.Domain.Users;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.OpenId;

[Collection(OpenIdCollection.Name)]
public class The_metadata_of_an_OpenID_Provider(OpenIdNode openId)
{
    [Fact]
    public async Task says_what_works_beside_the_authorization()
    {
        var metadata = await openId.Node.GetAsync($"{OpenIdNode.Acme}/.well-known/openid-configuration");
        var issuer = openId.Node.Issuer(OpenIdNode.Acme);

        Assert.Equal(($"{issuer}/oauth/userinfo", $"{issuer}/oauth/logout"), (metadata.Member("userinfo_endpoint"), metadata.Member("end_session_endpoint")));
        Assert.All(["backchannel_logout_supported", "backchannel_logout_session_supported"], member => Assert.True(metadata.Json.GetProperty(member).GetBoolean()));
        Assert.Equal(("""["normal"]""", """["1"]""", """["public"]"""), (Raw(metadata, "claim_types_supported"), Raw(metadata, "acr_values_supported"), Raw(metadata, "subject_types_supported")));
        var claims = metadata.Json.GetProperty("claims_supported").EnumerateArray().Select(claim => claim.GetString()!).ToArray();
        Assert.Empty(ClaimScopes.Standard.Except(claims));
        Assert.Empty(new Compact((await openId.SignInAsync()).IdToken).Claims.Except(claims));
    }

    private static string Raw(Reply metadata, string member) => metadata.Json.GetProperty(member).GetRawText();
}
