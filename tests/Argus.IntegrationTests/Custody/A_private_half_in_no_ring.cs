using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Npgsql;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class A_private_half_in_no_ring(SoftHsm hsm, TestPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task is_discarded_here_and_in_the_HSM_once_it_is_old_whatever_lies_beside_it()
    {
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using (var first = await deployment.StartAsync(hsm.Environment, hsm.Settings))
            await first.StopAsync();
        var (old, young) = await MakeTwoAsync();
        await using var database = NpgsqlDataSource.Create(deployment.Database);
        await StoreAsync(database, old.PublicKey.Kid, "pkcs11", old.Handle, minutes: 11);
        await StoreAsync(database, young.PublicKey.Kid, "pkcs11", young.Handle, minutes: 0);
        var (wrapped, foreign) = (NewKid(), NewKid());
        await StoreAsync(database, wrapped, "file", default, minutes: 11);
        await StoreAsync(database, foreign, "vault", default, minutes: 11);
        FileKeyCustody.Open(deployment.KeyFile, mayCreate: true);

        await using var node = await deployment.StartAsync(hsm.Environment, hsm.Settings);

        await Eventually.Holds("the old ones are gone", TimeSpan.FromSeconds(60), async () =>
            !await IsStoredAsync(database, old.PublicKey.Kid) && !await IsStoredAsync(database, wrapped));
        var held = await hsm.AskToolAsync("--list-objects", "--type", "privkey");
        Assert.DoesNotContain(old.PublicKey.Kid, held, StringComparison.Ordinal);
        Assert.Contains(young.PublicKey.Kid, held, StringComparison.Ordinal);
        Assert.True(await IsStoredAsync(database, young.PublicKey.Kid));
        Assert.True(await IsStoredAsync(database, foreign));
        await Eventually.Holds("the one that nobody can reach is told of", TimeSpan.FromSeconds(60), () => node.Output.Contains($"Key {foreign} of tenant acme", StringComparison.Ordinal));
        Assert.Equal(200, (await node.TokenAsync(Deployment.Acme)).Status);
    }

    private async Task<(CustodyKey Old, CustodyKey Young)> MakeTwoAsync()
    {
        using var custody = hsm.Open();
        return (await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation), await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation));
    }

    private static string NewKid() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static async Task StoreAsync(NpgsqlDataSource database, string kid, string custody, ReadOnlyMemory<byte> handle, int minutes)
    {
        await using var insert = database.CreateCommand(
            "insert into argus.private_keys (tenant, kid, custody, handle, stored_at) values ('acme', $1, $2, $3, clock_timestamp() - make_interval(mins => $4))");
        foreach (var value in new object[] { kid, custody, handle.ToArray(), minutes })
            insert.Parameters.Add(new() { Value = value });
        await insert.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<bool> IsStoredAsync(NpgsqlDataSource database, string kid)
    {
        await using var select = database.CreateCommand("select count(*) from argus.private_keys where kid = $1");
        select.Parameters.Add(new() { Value = kid });
        return (long)(await select.ExecuteScalarAsync(Cancellation))! == 1;
    }
}
