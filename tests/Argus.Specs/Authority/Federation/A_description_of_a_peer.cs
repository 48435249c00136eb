using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Argus.Authority.Provisioning;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Federation;

/// <summary>In the provisioning document, and to the Admin API. Public keys only, in whatever form; a private one is on record as soon as it came.</summary>
public sealed class A_description_of_a_peer(Jose.Keys keys) : IClassFixture<Jose.Keys>
{
    [Fact]
    public async Task makes_the_peer_once()
    {
        await using var node = await SpecPeer.TrustedAsync(keys.Issuers);
        var tried = node.Log.Tried.Count;

        Assert.Null(await node.Provisioner.ApplyAsync(Read(SpecPeer.Document($"\"jwks\":{SpecPeer.Jwks(keys.Issuers)}")), SpecNode.Origin));
        Assert.Null(await node.Provisioner.ApplyAsync(Read(SpecPeer.Document("\"pinned_kids\":[]")), SpecNode.Origin));

        Assert.Equal(tried, node.Log.Tried.Count);
        Assert.Equal(["peer.trusted", "peer.key_added"], await node.ToldAsync());
        Assert.Equal(keys.Issuers.Kid, SpecPeer.State(node).Keys.Single().Thumbprint);
    }

    [Theory]
    [InlineData("\"subject_prefix\":\"ally:\"", "ally")]
    [InlineData("\"subject_prefix\":\"nato.ally:\"", "auth-ally-example")]
    [InlineData("\"subject_prefix\":\"ally:\",\"name\":\"army\"", "army")]
    public void names_it_or_leaves_that_to_its_prefix_or_its_host(string members, string name) =>
        Assert.Equal(name, Read($$"""{"tenants":[{"tenant":"acme","peers":[{"issuer":"{{SpecPeer.Issuer}}",{{members}}}]}]}""").Tenants[0].Peers[0].Name.Value);

    [Fact]
    public async Task may_give_the_keys_as_PEM()
    {
        using var request = new RsaCertificate(keys.IssuersRsa);
        foreach (var pem in new[] { keys.IssuersRsa.ExportSubjectPublicKeyInfoPem(), keys.IssuersRsa.ExportRSAPublicKeyPem(), request.Certificate.ExportCertificatePem() })
        {
            await using var node = await SpecNode.StartAsync();
            await node.ApplyAsync(SpecPeer.Document($"\"public_keys\":[{JsonSerializer.Serialize(pem + "\n")}]"));
            Assert.True(await node.IsActiveAsync(SpecPeer.Token(keys.Issuers)));
            Assert.Equal("public_keys", SpecPeer.State(node).Keys.Single().Source);
        }
    }

    [Fact]
    public async Task may_say_what_the_peer_calls_a_PEM_key()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(SpecPeer.Document($$"""
            "public_keys":[{"kid":"2026-a","pem":{{JsonSerializer.Serialize(keys.IssuersRsa.ExportSubjectPublicKeyInfoPem())}}}]
            """));

        Assert.True(await node.IsActiveAsync(SpecPeer.Token(keys.Issuers, """{"alg":"RS256","kid":"2026-a","typ":"at+jwt"}""")));
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(keys.Issuers)));
    }

    [Theory]
    [InlineData("\"jwks\":{\"keys\":[]}", "has no RSA key")]
    [InlineData("\"jwks\":{\"keys\":[{\"kty\":\"EC\"}]}", "has no RSA key")]
    [InlineData("\"jwks\":[]", "is not a set of public keys")]
    [InlineData("\"public_keys\":[\"-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----\"]", "must be PEM of an RSA public key")]
    [InlineData("\"public_keys\":[]", "A peer needs jwks_uri, jwks or public_keys")]
    [InlineData("\"jwks_uri\":null", "A peer needs jwks_uri, jwks or public_keys")]
    [InlineData("\"jwks_uri\":\"http://10.0.0.1/jwks\"", "must be an absolute URI")]
    [InlineData("\"jwks_uri\":\"https://a@b/jwks\"", "must be an absolute URI")]
    [InlineData("\"jwks_uri\":\"https://b.example/jwks\",\"max_lifetime\":3601", "max_lifetime must be")]
    [InlineData("\"jwks_uri\":\"https://b.example/jwks\",\"more\":1", "unknown member")]
    [InlineData("\"jwks_uri\":\"https://b.example/jwks\",\"name\":\"A B\"", "must be 1 to 63")]
    public async Task is_refused_with_its_place_when_it_makes_no_sense(string members, string error)
    {
        await using var node = await SpecNode.StartAsync();

        var refused = await Assert.ThrowsAsync<ProvisioningException>(() => node.ApplyAsync(SpecPeer.Document(members)));

        Assert.Contains(refused.Errors, line => line.StartsWith("tenants[0].peers[0]", StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal));
        Assert.Empty(await node.ToldAsync());
    }

    [Fact]
    public async Task is_refused_for_an_audience_that_is_none_of_the_tenant_s_and_for_who_others_are()
    {
        await using var node = await SpecPeer.TrustedAsync(keys.Issuers);
        string Peer(string name, string issuer, string prefix, string audience, string more) =>
            $$"""{"tenants":[{"tenant":"acme","peers":[{"name":"{{name}}","issuer":"{{issuer}}","subject_prefix":"{{prefix}}","audiences":["{{audience}}"],{{more}}}]}]}""";
        const string uri = "\"jwks_uri\":\"https://b.example/jwks\"";

        await IsRefused(Peer("b", "https://b.example", "b:", "https://unknown.example", uri), "is not a resource of tenant acme");
        await IsRefused(Peer("b", SpecPeer.Issuer, "b:", SpecNode.Api, uri), "issuer is peer 'ally' already");
        await IsRefused(Peer("b", node.Issuers.Of(node.Acme), "b:", SpecNode.Api, uri), "issuer is this tenant's own");
        await IsRefused(Peer("b", "https://b.example", "ally:b:", SpecNode.Api, uri), "could be mistaken for those of peer 'ally'");
        await IsRefused(Peer("b", "https://b.example", "b:", SpecNode.Api, $"\"jwks\":{SpecPeer.Jwks(keys.Issuers)}"), "is a key of peer 'ally'");
        await IsRefused(Peer("b", "https://b.example", "b:", SpecNode.Api, $"\"jwks\":{Encoding.UTF8.GetString(node.Acme.Keys.Jwks)}"), "is this tenant's own");
        await IsRefused(
            """{"tenants":[{"tenant":"acme","peers":[{"name":"b","issuer":"https://b.example","subject_prefix":"b:","jwks_uri":"https://b.example/j"},{"name":"c","issuer":"https://b.example","subject_prefix":"c:","jwks_uri":"https://b.example/j"}]}]}""",
            "issuer is peer 'c' already");

        async Task IsRefused(string document, string error) =>
            Assert.Contains(error, (await Assert.ThrowsAsync<ProvisioningException>(() => node.ApplyAsync(document))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> PrivateForms => ["pkcs8", "pkcs1", "encrypted", "ec", "sec1", "mislabelled", "bare", "jwk", "set", "symmetric", "jwk in text", "beside a public one", "elsewhere"];

    [Theory]
    [MemberData(nameof(PrivateForms))]
    public async Task that_holds_a_private_key_is_refused_and_on_record(string form)
    {
        await using var node = await SpecNode.StartAsync();
        var (members, secret, reason, source) = Private(form);

        var refused = await Assert.ThrowsAsync<ProvisioningException>(() => node.Provisioner.ApplyAsync(() => Read(SpecPeer.Document(members)), SpecNode.Origin));

        Assert.Contains("holds a private key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
        var recorded = (await node.Log.Events())[^1];
        Assert.Equal(new PeerPrivateKeyRefused(null, reason, source), recorded.Event);
        Assert.StartsWith("peer-key:", recorded.Stream, StringComparison.Ordinal);
        Assert.All(await node.Log.Events(), entry => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(EventCodec.Encode(entry.Event, SpecNode.Origin).Body.Span), StringComparison.Ordinal));
    }

    private (string Members, string Secret, string Reason, string Source) Private(string form)
    {
        var rsa = keys.IssuersRsa;
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (pkcs8, d) = (Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()), Forge.Encode(rsa.ExportParameters(true).D));
        (string, string, string, string) Pem(string pem) => ($"\"public_keys\":[{JsonSerializer.Serialize(pem)}]", pem.Split('\n')[1][..32], "private_pem", "public_keys");
        return form switch
        {
            "pkcs8" => Pem(rsa.ExportPkcs8PrivateKeyPem()),
            "pkcs1" => Pem(rsa.ExportRSAPrivateKeyPem()),
            "encrypted" => Pem(rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1))),
            "ec" => Pem(ec.ExportPkcs8PrivateKeyPem()),
            "sec1" => Pem($"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(ec.ExportECPrivateKey())}\n-----END PUBLIC KEY-----"),
            "mislabelled" => Pem($"-----BEGIN PUBLIC KEY-----\n{pkcs8}\n-----END PUBLIC KEY-----"),
            "bare" => ($"\"public_keys\":[\"{pkcs8}\"]", pkcs8[..32], "private_pem", "public_keys"),
            "jwk" => ($$"""
                "jwks":{"kty":"RSA","n":"{{keys.Issuers.PublicJwk.N}}","e":"AQAB","d":"{{d}}"}
                """, d[..32], "private_jwk", "jwks"),
            "set" => ($$"""
                "jwks":{"keys":[{"kty":"RSA","n":"{{keys.Issuers.PublicJwk.N}}","e":"AQAB"},{"kty":"RSA","n":"{{keys.Issuers.PublicJwk.N}}","e":"AQAB","d":"{{d}}"}]}
                """, d[..32], "private_jwk", "jwks"),
            "symmetric" => ("\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0IHNlY3JldA\"}]}", "c2VjcmV0IHNlY3JldA", "private_jwk", "jwks"),
            "jwk in text" => ($$"""
                "public_keys":["{\"kty\":\"RSA\",\"d\":\"{{d}}\"}"]
                """, d[..32], "private_pem", "public_keys"),
            "beside a public one" => ($"\"public_keys\":[{JsonSerializer.Serialize(rsa.ExportSubjectPublicKeyInfoPem() + "\n" + rsa.ExportPkcs8PrivateKeyPem())}]", pkcs8[..32], "private_pem", "public_keys"),
            _ => ($"\"x5c\":[\"{pkcs8}\"]", pkcs8[..32], "private_pem", "elsewhere"),
        };
    }

    private static ProvisioningDocument Read(string document) => ProvisioningReader.Read(Encoding.UTF8.GetBytes(document));

    private sealed class RsaCertificate(RSA key) : IDisposable
    {
        public X509Certificate2 Certificate { get; } =
            new CertificateRequest("CN=ally", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Forge.Now, Forge.Now.AddDays(1));

        public void Dispose() => Certificate.Dispose();
    }
}
