using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Jose.ClientProofs;
using Argus.ResourceServer;
using Argus.Specs.ResourceServers.Calling.Driving;
using Microsoft.AspNetCore.WebUtilities;

namespace Argus.Specs.ResourceServers.Calling;

public class A_call_with_proof_of_possession
{
    [Fact]
    public async Task proves_the_key_at_the_issuer_and_at_the_API()
    {
        await using var service = Service();

        await service.CallAsync();

        var issuer = Proof(Assert.Single(service.Issuer.Requests).Proof);
        Assert.Equal(("POST", $"{StandInIssuer.Issuer}/oauth/token"), (Text(issuer, "htm"), Text(issuer, "htu")));
        Assert.False(issuer.TryGetProperty("ath", out _) || issuer.TryGetProperty("nonce", out _));

        var call = Assert.Single(service.Api.Calls);
        Assert.Equal(("DPoP", "secret-token-1"), (call.Scheme, call.Token));
        var api = Proof(call.Proof);
        Assert.Equal(("GET", "https://orders.example/list"), (Text(api, "htm"), Text(api, "htu")));
        Assert.Equal(WebEncoders.Base64UrlEncode(SHA256.HashData("secret-token-1"u8)), Text(api, "ath"));
        Assert.Equal(service.Clock.GetUtcNow().ToUnixTimeSeconds(), api.GetProperty("iat").GetInt64());
        Assert.NotEqual(Text(issuer, "jti"), Text(api, "jti"));
    }

    [Fact]
    public async Task is_proven_so_that_the_verifier_of_Argus_takes_it()
    {
        await using var service = Service();
        await service.CallAsync();
        var now = service.Clock.GetUtcNow();

        var atIssuer = new DpopRules { Method = "POST", Url = $"{StandInIssuer.Issuer}/oauth/token" };
        Assert.Equal(DpopFault.None, DpopProofValidator.Validate(Encoding.ASCII.GetBytes(service.Issuer.Requests.Single().Proof!), atIssuer, now, out var proof));
        Assert.Equal(service.Tokens.Dpop!.Thumbprint, proof!.Thumbprint);

        var atApi = new DpopRules { Method = "GET", Url = "https://orders.example/list?page=2", AccessToken = "secret-token-1" };
        Assert.Equal(DpopFault.None, DpopProofValidator.Validate(Encoding.ASCII.GetBytes(service.Api.Calls.Single().Proof!), atApi, now, out proof));
        Assert.Equal(service.Tokens.Dpop!.Thumbprint, proof!.Thumbprint);
    }

    [Fact]
    public async Task is_proven_anew_each_time_by_the_key_of_this_process_alone()
    {
        await using var service = Service();
        await using var other = Service();

        await service.CallAsync();
        await service.CallAsync();

        Assert.NotEqual(Text(Proof(service.Api.Calls[0].Proof), "jti"), Text(Proof(service.Api.Calls[1].Proof), "jti"));
        Assert.NotEqual(service.Tokens.Dpop!.Thumbprint, other.Tokens.Dpop!.Thumbprint);
    }

    [Fact]
    public async Task takes_the_nonce_that_the_issuer_asks_for()
    {
        await using var service = Service();
        service.Issuer.Answer = request => Proof(request.Proof).TryGetProperty("nonce", out _) ? null : WithNonce(StandInIssuer.Error("use_dpop_nonce"), "n-1");

        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());
        Assert.Equal(HttpStatusCode.OK, await service.CallAsync("stock"));

        Assert.Equal(3, service.Issuer.Requests.Count);
        Assert.Equal("n-1", Text(Proof(service.Issuer.Requests.Last().Proof), "nonce"));
    }

    [Fact]
    public async Task asks_no_third_time_where_every_nonce_is_refused()
    {
        await using var service = Service();
        service.Issuer.Answer = _ => WithNonce(StandInIssuer.Error("use_dpop_nonce"), "n-1");

        var failed = await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync());

        Assert.Equal("use_dpop_nonce", failed.Error);
        Assert.Equal(2, service.Issuer.Requests.Count);
    }

    [Fact]
    public async Task takes_the_nonce_that_the_API_asks_for_and_keeps_its_token()
    {
        await using var service = Service();
        service.Api.Answer = call => Proof(call.Proof).TryGetProperty("nonce", out _) ? new HttpResponseMessage(HttpStatusCode.OK) : WithNonce(WantsNonce(), "n-2");

        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());
        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());

        Assert.Equal(3, service.Api.Calls.Count);
        Assert.Equal("n-2", Text(Proof(service.Api.Calls[2].Proof), "nonce"));
        Assert.Single(service.Issuer.Requests);
    }

    [Fact]
    public async Task is_sent_no_third_time_where_every_nonce_is_refused()
    {
        await using var service = Service();
        await service.CallAsync();
        service.Api.Answer = _ => WithNonce(WantsNonce(), "n-3");

        Assert.Equal(HttpStatusCode.Unauthorized, await service.CallAsync());

        Assert.Equal(3, service.Api.Calls.Count);
        Assert.Single(service.Issuer.Requests);
    }

    [Fact]
    public async Task is_not_made_with_a_token_that_is_not_bound()
    {
        await using var service = Service();
        service.Issuer.TokenType = "Bearer";

        Assert.Equal("server_error", (await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync())).Error);

        Assert.Empty(service.Api.Calls);
    }

    private static CallingService Service()
    {
        var service = new CallingService(options => options.Dpop = true);
        service.Issuer.TokenType = "DPoP";
        return service;
    }

    private static HttpResponseMessage WantsNonce()
    {
        var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        response.Headers.Add("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"");
        return response;
    }

    private static HttpResponseMessage WithNonce(HttpResponseMessage response, string nonce)
    {
        response.Headers.Add("DPoP-Nonce", nonce);
        return response;
    }

    /// <summary>The claims of a proof whose signature is that of the key in its header (RFC 9449 §4.3).</summary>
    private static JsonElement Proof(string? proof)
    {
        var parts = proof!.Split('.');
        var header = JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[0])).RootElement;
        Assert.Equal(("ES256", "dpop+jwt"), (Text(header, "alg"), Text(header, "typ")));
        var jwk = header.GetProperty("jwk");
        Assert.Equal(["crv", "kty", "x", "y"], jwk.EnumerateObject().Select(member => member.Name));
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = WebEncoders.Base64UrlDecode(Text(jwk, "x")), Y = WebEncoders.Base64UrlDecode(Text(jwk, "y")) },
        });
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]), HashAlgorithmName.SHA256));
        return JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[1])).RootElement;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
