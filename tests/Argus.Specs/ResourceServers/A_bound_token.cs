using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.ResourceServer;
using Argus.ResourceServer.Bindings;
using Argus.Specs.Jose;
using Argus.Specs.Jose.ClientProofs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Specs.ResourceServers;

public class A_bound_token(Keys keys, ProofForge proofs) : IClassFixture<Keys>, IClassFixture<ProofForge>
{
    private const string Url = Forge.Audience + "/orders/1";

    private readonly FakeIssuers _issuers = new();

    private string Jkt => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(proofs.EcJwk))));

    private async Task<Protected> StartAsync(Action<ArgusOptions>? configure = null)
    {
        _issuers.Publish(Forge.Issuer, keys.Issuers);
        return await Protected.StartAsync(_issuers, configure);
    }

    private string TokenBoundTo(string method, string thumbprint) => Protected.Token(keys.Issuers, $$""","cnf":{"{{method}}":"{{thumbprint}}"}""");

    private string Proof(string token, string htm = "GET", string htu = Url, string jti = "proof-1", long later = 0) => proofs.Proof(
        htm: $"\"{htm}\"", htu: $"\"{htu}\"", jti: $"\"{jti}\"", iat: $"{Forge.Seconds + later}",
        more: $",\"ath\":\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}\"");

    private static DefaultHttpContext Request(string? proof = null, X509Certificate2? certificate = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = "/orders/1?page=2";
        http.Request.Headers.Host = "somewhere.else.example";
        http.Connection.ClientCertificate = certificate;
        if (proof is not null) http.Request.Headers["DPoP"] = proof;
        return http;
    }

    [Fact]
    public async Task is_good_with_its_proof()
    {
        await using var api = await StartAsync();
        var token = TokenBoundTo("jkt", Jkt);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token, Request(Proof(token)), isDpop: true));
    }

    [Fact]
    public async Task is_good_once_for_each_proof()
    {
        await using var api = await StartAsync();
        var token = TokenBoundTo("jkt", Jkt);
        var proof = Proof(token);
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token, Request(proof), isDpop: true));

        var again = await api.JudgeAsync(token, Request(proof), isDpop: true);

        Assert.Equal((ReasonCode.BindingMismatch, ProofAnswer.Invalid), (again.Reason, again.Proof));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token, Request(Proof(token, jti: "proof-2")), isDpop: true));
    }

    [Fact]
    public async Task is_not_good_as_Bearer_nor_without_a_request()
    {
        await using var api = await StartAsync();
        var token = TokenBoundTo("jkt", Jkt);

        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, Request(Proof(token))));
        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, request: null, isDpop: true));
    }

    [Fact]
    public async Task is_not_good_with_a_proof_for_something_else()
    {
        await using var api = await StartAsync();
        var token = TokenBoundTo("jkt", Jkt);
        var other = TokenBoundTo("jkt", Jkt);
        string?[] wrong =
        [
            null, "", "a.b.c", Proof(token, htm: "POST"), Proof(token, htu: Forge.Audience + "/orders/2"), Proof(token, htu: "https://somewhere.else.example/orders/1"),
            Proof(other), Proof(token, later: -61), Proof(token, later: 61),
        ];

        foreach (var proof in wrong)
            Assert.Equal(ProofAnswer.Invalid, (await api.JudgeAsync(token, Request(proof), isDpop: true)).Proof);
    }

    [Fact]
    public async Task is_not_good_with_somebody_elses_proof()
    {
        await using var api = await StartAsync();
        using var thief = new ProofForge();
        var token = TokenBoundTo("jkt", Jkt);
        var proof = thief.Proof(htm: "\"GET\"", htu: $"\"{Url}\"", more: $",\"ath\":\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}\"");

        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, Request(proof), isDpop: true));
    }

    [Fact]
    public async Task is_not_good_with_two_proofs()
    {
        await using var api = await StartAsync();
        var token = TokenBoundTo("jkt", Jkt);
        var request = Request();
        request.Request.Headers["DPoP"] = new([Proof(token), Proof(token, jti: "proof-2")]);

        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, request, isDpop: true));
    }

    [Fact]
    public async Task is_never_good_where_the_APIs_address_is_not_known()
    {
        await using var api = await StartAsync(options => options.Audience = "urn:api");
        var token = Protected.Token(keys.Issuers, $$""","cnf":{"jkt":"{{Jkt}}"}""", aud: "\"urn:api\"");

        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, Request(Proof(token)), isDpop: true));
    }

    [Fact]
    public async Task is_good_with_its_certificate_and_no_other()
    {
        await using var api = await StartAsync();
        using var own = CertificateForge.NewAuthority();
        using var others = CertificateForge.NewAuthority();
        var token = TokenBoundTo("x5t#S256", Base64Url.EncodeToString(SHA256.HashData(own.RawData)));

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token, Request(certificate: own)));
        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, Request(certificate: others)));
        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, Request()));
        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(token, Request(certificate: own), isDpop: true));
    }

    [Fact]
    public async Task is_the_only_kind_where_confirmation_is_required()
    {
        await using var api = await StartAsync(options => options.RequireConfirmation = true);

        Assert.Equal(ReasonCode.BindingMismatch, await api.ReasonAsync(Protected.Token(keys.Issuers), Request()));
    }

    private static string Canonical(string jwk)
    {
        using var json = System.Text.Json.JsonDocument.Parse(jwk);
        string Of(string name) => json.RootElement.GetProperty(name).GetString()!;
        return $$"""{"crv":"{{Of("crv")}}","kty":"{{Of("kty")}}","x":"{{Of("x")}}","y":"{{Of("y")}}"}""";
    }
}
