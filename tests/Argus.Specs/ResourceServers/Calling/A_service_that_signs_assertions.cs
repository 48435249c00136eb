using System.Security.Cryptography;
using System.Text.Json;
using Argus.Jose;
using Argus.Specs.ResourceServers.Calling.Driving;
using Microsoft.AspNetCore.WebUtilities;

namespace Argus.Specs.ResourceServers.Calling;

public class A_service_that_signs_assertions
{
    [Fact]
    public async Task sends_a_new_one_with_each_request_made_for_the_issuer()
    {
        using var key = new SigningKey(RSA.Create(2048));
        await using var service = new CallingService(options => options.SigningKey = key);

        await service.CallAsync();
        await service.CallAsync("stock");

        var assertions = service.Issuer.Requests.Select(request => request.Form["client_assertion"]).ToArray();
        Assert.Equal(2, assertions.Distinct().Count());
        foreach (var request in service.Issuer.Requests)
        {
            Assert.Null(request.Authorization);
            Assert.Equal("billing", request.Form["client_id"]);
            Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.Form["client_assertion_type"]);
        }

        var parts = assertions[0].Split('.');
        Assert.Equal($$"""{"alg":"RS256","kid":"{{key.Kid}}","typ":"JWT"}""", Text(parts[0]));
        using var verification = new VerificationKey(key.PublicJwk);
        Assert.True(verification.VerifyHash(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")), WebEncoders.Base64UrlDecode(parts[2])));

        var claims = JsonDocument.Parse(Text(parts[1])).RootElement;
        var now = service.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "sub"], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal(StandInIssuer.Issuer, claims.GetProperty("aud").GetString());
        Assert.Equal("billing", claims.GetProperty("iss").GetString());
        Assert.Equal("billing", claims.GetProperty("sub").GetString());
        Assert.Equal((now, now + 60), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
    }

    private static string Text(string part) => System.Text.Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(part));
}
