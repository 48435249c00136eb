using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Custody.Pkcs11;
using Argus.IntegrationTests.Embedded;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class An_HSM_that_goes_away(SoftHsm hsm)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task fails_all_that_needs_it_and_serves_again_without_a_restart()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        using var custody = Pkcs11Custody.Open(remote.Options, TimeProvider.System);
        var (one, other) = (await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation), await custody.CreateAsync(SoftHsm.Globex, 2048, Cancellation));
        using var loaded = await custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(one), one.Handle, Cancellation);
        using var neighbour = await custody.OpenAsync(SoftHsm.Globex, A_key_in_an_HSM.KidOf(other), other.Handle, Cancellation);

        for (var outage = 0; outage < 3; outage++)
        {
            Assert.True(A_key_in_an_HSM.Signs(loaded, one.PublicKey));
            Assert.True(A_key_in_an_HSM.Signs(neighbour, other.PublicKey));
            await remote.KillAsync();
            await FailsAsync(custody, one, loaded);

            await remote.StartAsync();
            using var again = await custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(one), one.Handle, Cancellation);
            Assert.True(A_key_in_an_HSM.Signs(again, one.PublicKey));
            Assert.Equal(3072, (await custody.CreateAsync(SoftHsm.Acme, 3072, Cancellation)).PublicKey.Bits);
        }
    }

    [Fact]
    public async Task and_comes_back_unnoticed_costs_an_idle_node_nothing()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        using var custody = Pkcs11Custody.Open(remote.Options, TimeProvider.System);
        var made = await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation);

        await remote.KillAsync();
        await remote.StartAsync();

        using var key = await custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(made), made.Handle, Cancellation);
        Assert.True(A_key_in_an_HSM.Signs(key, made.PublicKey));
    }

    [Fact]
    public async Task while_many_threads_sign_serves_again_without_a_restart()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        using var custody = Pkcs11Custody.Open(remote.Options, TimeProvider.System);
        var made = await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation);
        using var key = await custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(made), made.Handle, Cancellation);

        var threads = Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (A_key_in_an_HSM.Signs(key, made.PublicKey))
                {
                }
            },
            Cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        await remote.KillAsync();

        // Not all: p11-kit's client may leave some in their calls for good.
        await Assert.ThrowsAsync<CryptographicException>(async () => await await Task.WhenAny(threads));
        await remote.StartAsync();
        await Eventually.Holds("the token is found again", TimeSpan.FromMinutes(2), async () => await OpensAsync(custody, made));
        var opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(made), made.Handle, Cancellation).AsTask()));
        Assert.All(opened, key => Assert.True(A_key_in_an_HSM.Signs(key, made.PublicKey)));
    }

    [Fact]
    public async Task by_not_answering_holds_nobody_up_for_long_and_serves_again_once_it_answers()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        using var custody = Pkcs11Custody.Open(remote.Options, TimeProvider.System);
        var made = await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation);

        remote.Freeze(true);
        var since = TimeProvider.System.GetTimestamp();
        Assert.False(await OpensAsync(custody, made));
        Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(40));
        remote.Freeze(false);

        await Eventually.Holds("the token is found again", TimeSpan.FromMinutes(1), async () => await OpensAsync(custody, made));
    }

    [Fact]
    public async Task was_never_there_when_the_node_started_and_is_found_later()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await remote.KillAsync();
        using var custody = Pkcs11Custody.Open(remote.Options, TimeProvider.System);
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.CheckAsync(Cancellation));

        await remote.StartAsync();
        await custody.CheckAsync(Cancellation);
    }

    [Fact]
    public async Task is_not_alone_two_processes_use_its_token_at_once()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        using var far = Pkcs11Custody.Open(remote.Options, TimeProvider.System);
        using var near = hsm.Open();
        await far.CheckAsync(Cancellation);
        await near.CheckAsync(Cancellation);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? far : near).CreateAsync(SoftHsm.Acme, 2048, Cancellation).AsTask()));
        foreach (var (key, i) in made.Select((key, i) => (key, i)))
        {
            using var opened = await (i % 2 == 0 ? near : far).OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(key), key.Handle, Cancellation);
            Assert.True(A_key_in_an_HSM.Signs(opened, key.PublicKey));
        }
    }

    private static async Task<bool> OpensAsync(Pkcs11Custody custody, CustodyKey made)
    {
        try
        {
            using var key = await custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(made), made.Handle, Cancellation);
            return A_key_in_an_HSM.Signs(key, made.PublicKey);
        }
        catch (CustodyException)
        {
            return false;
        }
    }

    private static async Task FailsAsync(Pkcs11Custody custody, CustodyKey made, Jose.SigningKey loaded)
    {
        Assert.Throws<CryptographicException>(() => A_key_in_an_HSM.Signs(loaded, made.PublicKey));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(made), made.Handle, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.DestroyAsync(SoftHsm.Acme, A_key_in_an_HSM.KidOf(made), made.Handle, Cancellation));
        Assert.Throws<CryptographicException>(() => A_key_in_an_HSM.Signs(loaded, made.PublicKey));
    }
}
