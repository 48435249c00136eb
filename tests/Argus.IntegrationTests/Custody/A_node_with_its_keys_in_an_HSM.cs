using System.Security.Cryptography;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log.Checkpoints;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class A_node_with_its_keys_in_an_HSM(SoftHsm hsm, TestPostgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task issues_rotates_and_destroys_in_the_token_what_is_spent()
    {
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using var node = await deployment.StartAsync(hsm.Environment, hsm.Settings);
        var before = (await node.TokenAsync(Deployment.Acme)).AccessToken;
        var first = ServedNode.KidOf(before);
        Assert.Contains(LabelOf(first), await hsm.AskToolAsync("--list-objects", "--type", "privkey"), StringComparison.Ordinal);

        var administrator = await node.LogInAsync();
        await administrator.RotateAsync("acme");
        await Eventually.Holds("the next key signs", Patience, async () => await node.SigningKidAsync(Deployment.Acme) != first);
        await Eventually.Holds("the first is on record as destroyed", Patience, async () =>
            (await administrator.KeyAsync("acme", first)).GetProperty("private_key_destroyed_at").ValueKind != System.Text.Json.JsonValueKind.Null);

        var second = (await node.TokenAsync(Deployment.Acme)).AccessToken;
        var held = await hsm.AskToolAsync("--list-objects");
        Assert.DoesNotContain(LabelOf(first), held, StringComparison.Ordinal);
        Assert.Contains(LabelOf(ServedNode.KidOf(second)), held, StringComparison.Ordinal);
        Assert.Equal("retiring", (await administrator.KeyAsync("acme", first)).GetProperty("state").GetString());
        foreach (var token in new[] { before, second })
            await IsGoodAsync(node, token);
        await node.StopAsync();
    }

    [Fact]
    public async Task signs_its_logs_in_the_token_too()
    {
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using var node = await deployment.StartAsync(hsm.Environment, [.. hsm.Settings, "--Argus:Checkpoints:Period", "1"]);
        var administrator = await node.LogInAsync();
        var first = await LogKidAsync(node);
        Assert.Contains(LabelOf(first), await hsm.AskToolAsync("--list-objects", "--type", "privkey"), StringComparison.Ordinal);
        await IsSignedAsync(node, administrator);

        Assert.Equal(200, (await administrator.PostAsync("tenants/acme/log/keys/rotate", new { })).Status);

        var second = await LogKidAsync(node);
        Assert.NotEqual(first, second);
        var held = await hsm.AskToolAsync("--list-objects");
        Assert.DoesNotContain(LabelOf(first), held, StringComparison.Ordinal);
        Assert.Contains(LabelOf(second), held, StringComparison.Ordinal);
        await IsSignedAsync(node, administrator);
        await node.StopAsync();
    }

    [Fact]
    public async Task takes_no_key_from_outside()
    {
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using var node = await deployment.StartAsync(hsm.Environment, hsm.Settings);
        using var outside = RSA.Create(2048);

        var reply = await (await node.LogInAsync()).PostAsync("tenants/acme/keys/import", new { pem = outside.ExportPkcs8PrivateKeyPem() });

        Assert.True(reply.Status == 409, reply.ToString());
        Assert.Contains("import_not_possible", reply.Text, StringComparison.Ordinal);
    }

    /// <summary>It introspects as active, and verifies with what the JWKS shows: public members, and no others.</summary>
    private static async Task IsGoodAsync(ServedNode node, string token)
    {
        (await node.IntrospectAsync(Deployment.Acme, token)).IsActive();
        var jwks = (await node.JwksAsync(Deployment.Acme)).Json.GetProperty("keys").EnumerateArray().ToArray();
        Assert.All(jwks, jwk => Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], jwk.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)));
        Assert.True(new Compact(token).VerifiesWith(jwks.Single(jwk => jwk.GetProperty("kid").GetString() == ServedNode.KidOf(token))));
    }

    private static async Task<string> LogKidAsync(ServedNode node) =>
        (await node.GetAsync($"{Deployment.Acme}/log/keys")).Json.GetProperty("keys").EnumerateArray().Last().GetProperty("kid").GetString()!;

    /// <summary>There is a checkpoint over all that is there now, and the published keys verify it.</summary>
    private static async Task IsSignedAsync(ServedNode node, ServedNode.Operator administrator)
    {
        Assert.True(LogKeyHistory.TryParse((await node.GetAsync($"{Deployment.Acme}/log/keys")).Body, out var keys));
        var position = keys.Keys[^1].ActivatedPosition;
        var proof = (await administrator.GetAsync($"tenants/acme/log/proof?position={position}")).Json;
        Assert.True(SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(proof.GetProperty("checkpoint").GetString()!), out var note));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.All(note.Signatures, signature => Assert.Contains(keys.KeysAt(checkpoint.Size), key => key.Verify(note.Text, signature)));
    }

    private static string LabelOf(string kid) => $"argus acme {kid}";
}
