using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class A_deployment_that_moves_to_an_HSM(SoftHsm hsm, TestPostgres postgres)
{
    [Fact]
    public async Task signs_with_its_old_keys_until_they_are_rotated_and_says_where_each_key_is()
    {
        await using var deployment = await Deployment.CreateAsync(postgres);
        string old;
        await using (var node = await deployment.StartAsync([]))
        {
            old = await node.SigningKidAsync(Deployment.Acme);
            await node.StopAsync();
        }

        await using (var node = await deployment.StartAsync(hsm.Environment, hsm.Settings))
        {
            var administrator = await node.LogInAsync();
            Assert.Equal(old, await node.SigningKidAsync(Deployment.Acme));
            await SignsFromTheHsmAsync(node, administrator);
            Assert.Equal("file", CustodyOf(await administrator.KeyAsync("acme", old)));
            var report = (await administrator.GetAsync("tenants/acme/compliance")).Json.GetProperty("keys").EnumerateArray();
            var custodies = report.ToDictionary(key => key.GetProperty("key").GetProperty("kid").GetString()!, key => CustodyOf(key.GetProperty("key")));
            Assert.Equal("file", custodies[old]);
            Assert.Equal("pkcs11", custodies[await node.SigningKidAsync(Deployment.Acme)]);
            await node.IsReadyAsync();
            await node.StopAsync();
        }

        await using var without = await deployment.StartAsync([]);
        var ready = await without.GetAsync("/health/ready");
        Assert.Equal(503, ready.Status);
        var fault = Assert.Single(ready.Json.GetProperty("not_ready").EnumerateArray());
        Assert.Equal("key_custody", fault.GetProperty("check").GetString());
        Assert.Equal("The custody provider 'pkcs11' is not configured, and has the signing keys of: acme.", fault.GetProperty("detail").GetString());
        Assert.Equal(503, (await without.TokenAsync(Deployment.Acme)).Status);
        Assert.Equal(200, (await without.JwksAsync(Deployment.Acme)).Status);
        Assert.Equal(200, (await without.TokenAsync(Deployment.Beta)).Status);
    }

    /// <summary>A next key that was announced before the move is the old provider's, and has its turn first; and a busy machine takes long to make another.</summary>
    private static Task SignsFromTheHsmAsync(ServedNode node, ServedNode.Operator administrator) =>
        Eventually.Holds("a key of the HSM signs", TimeSpan.FromSeconds(60), async () =>
        {
            await administrator.RotateAsync("acme", force: true);
            return CustodyOf(await administrator.KeyAsync("acme", await node.SigningKidAsync(Deployment.Acme))) == "pkcs11";
        });

    private static string CustodyOf(JsonElement key) => key.GetProperty("custody").GetString()!;
}
