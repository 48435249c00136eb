using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Admin.Keys;

[Collection(AdminNodeCollection.Name)]
public class An_imported_key(AdminNode admin)
{
    private readonly TestNode _node = admin.Node;
    private readonly AdminApi _admin = admin.Admin;

    [Fact]
    public async Task is_the_next_to_sign_in_every_format_and_signs_when_its_turn_comes()
    {
        string? last = null;
        foreach (var write in new Func<RSA, object>[] { rsa => new { pem = rsa.ExportRSAPrivateKeyPem() }, rsa => new { pem = rsa.ExportPkcs8PrivateKeyPem() }, rsa => new { jwk = Jwk(rsa) } })
        {
            using var rsa = RSA.Create(2048);
            var reply = await ImportAsync("importer", JsonSerializer.Serialize(write(rsa)));

            Assert.True(reply.Status == 201, reply.ToString());
            Assert.Equal((Thumbprint(rsa), "next", true, 2048), (reply.Member("kid"), reply.Member("state"), reply.Json.GetProperty("imported").GetBoolean(), reply.Json.GetProperty("bits").GetInt32()));
            Assert.Contains(Thumbprint(rsa), (await _node.GetAsync("/t/importer/.well-known/jwks.json")).Kids());
            var first = (await _admin.KeysAsync("importer")).Where(key => key.State() == "next").MinBy(key => key.Time("activates_at"));
            Assert.Equal(Thumbprint(rsa), first.Kid());
            last = Thumbprint(rsa);
        }

        Assert.All((await _node.EntriesAsync("importer", "key.imported")), entry => Assert.Equal("admin:client:argus-admin", entry.GetProperty("actor").GetString()));
        Assert.Equal(202, (await _admin.ForceAsync("importer")).Status);
        var token = (await _node.TokenAsync("/t/importer", Known.Billing)).AccessToken;
        Assert.Equal(last, LogReading.KidOf(token));
        var jwks = await _node.GetAsync("/t/importer/.well-known/jwks.json");
        Assert.True(new Compact(token).VerifiesWith(jwks.Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == last)));
        (await _node.IntrospectAsync("/t/importer", Known.OrdersApi, token)).IsActive();
    }

    [Fact]
    public async Task of_which_some_ring_has_one_already_is_refused_and_on_record()
    {
        using var rsa = RSA.Create(2048);
        var json = JsonSerializer.Serialize(new { pem = rsa.ExportPkcs8PrivateKeyPem() });
        Assert.Equal(201, (await ImportAsync("second", json)).Status);
        var ring = await ChangesAsync("second");

        (await ImportAsync("second", json)).IsProblem(409, "key_known");
        await IsOnRecordAsync("second", "key_known", Thumbprint(rsa));
        (await ImportAsync("refuser", json)).IsProblem(409, "key_shared");
        await IsOnRecordAsync("refuser", "key_shared", Thumbprint(rsa));

        Assert.Equal(ring, await ChangesAsync("second"));
        Assert.Contains(Thumbprint(rsa), await KeyReading.StoredAsync(admin.Database, "second"));
        Assert.Single(await KeyReading.StoredAsync(admin.Database, "second"), kid => kid == Thumbprint(rsa));
        Assert.DoesNotContain(Thumbprint(rsa), await KeyReading.StoredAsync(admin.Database, "refuser"));
    }

    [Fact]
    public async Task that_two_tenants_bring_at_once_gets_into_one_ring()
    {
        using var rsa = RSA.Create(2048);
        var json = JsonSerializer.Serialize(new { pem = rsa.ExportPkcs8PrivateKeyPem() });

        var replies = await Task.WhenAll(ImportAsync("second", json), ImportAsync("refuser", json), ImportAsync("second", json), ImportAsync("refuser", json));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(3, replies.Count(reply => reply.Status == 409));
        var holders = 0;
        foreach (var tenant in new[] { "second", "refuser" })
        {
            var isThere = (await _admin.KeysAsync(tenant)).Any(key => key.Kid() == Thumbprint(rsa));
            Assert.Equal(isThere, (await KeyReading.StoredAsync(admin.Database, tenant)).Contains(Thumbprint(rsa)));
            holders += isThere ? 1 : 0;
        }

        Assert.Equal(1, holders);
    }

    [Fact]
    public async Task that_is_none_to_sign_with_is_refused_by_name_and_on_record()
    {
        using var weak = RSA.Create(1024);
        using var good = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encrypted = good.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        (string Pem, string Code)[] refused =
        [
            (weak.ExportPkcs8PrivateKeyPem(), "key_too_small"),
            (await Shell.RunAsync("openssl genrsa -3 2048 2>/dev/null"), "bad_exponent"),
            (good.ExportSubjectPublicKeyInfoPem(), "not_private"),
            (good.ExportRSAPublicKeyPem(), "not_private"),
            (encrypted, "encrypted"),
            (curve.ExportPkcs8PrivateKeyPem(), "not_rsa"),
            ("no PEM at all", "bad_pem"),
        ];

        foreach (var (pem, code) in refused)
        {
            (await ImportAsync("refuser", JsonSerializer.Serialize(new { pem }))).IsProblem(422, code);
            await IsOnRecordAsync("refuser", code, null);
        }

        (await ImportAsync("refuser", JsonSerializer.Serialize(new { jwk = new { kty = "RSA", n = "AQAB", e = "AQAB" } }))).IsProblem(422, "not_private");
        (await ImportAsync("refuser", """{"jwk":5}""")).IsProblem(422, "bad_json");
        Assert.DoesNotContain(_node.Log.Lines, line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    /// <summary>What administrators did to a ring; the node may make its next key meanwhile.</summary>
    private async Task<int> ChangesAsync(string tenant) => (await _node.RingAsync(tenant)).Count(recorded => recorded.Actor.StartsWith("admin:", StringComparison.Ordinal));

    private Task<Reply> ImportAsync(string tenant, string json) => _admin.PostAsync($"/tenants/{tenant}/keys/import", json);

    private async Task IsOnRecordAsync(string tenant, string code, string? kid)
    {
        var entry = (await _node.EntriesAsync(tenant, "key.import_refused"))[^1];
        var data = entry.GetProperty("data");
        Assert.Equal(code, data.GetProperty("code").GetString());
        Assert.Equal(kid, data.TryGetProperty("kid", out var named) ? named.GetString() : null);
        Assert.Equal("admin:client:argus-admin", entry.GetProperty("actor").GetString());
    }

    private static string Thumbprint(RSA rsa) => Compact.Thumbprint(JsonSerializer.SerializeToElement(new { e = "AQAB", n = Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus) }));

    private static object Jwk(RSA rsa)
    {
        var p = rsa.ExportParameters(true);
        return new
        {
            kty = "RSA", n = Text(p.Modulus), e = Text(p.Exponent), d = Text(p.D), p = Text(p.P), q = Text(p.Q), dp = Text(p.DP), dq = Text(p.DQ), qi = Text(p.InverseQ),
        };

        static string Text(byte[]? number) => Base64Url.EncodeToString(number);
    }
}
