using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class A_key_in_an_HSM(SoftHsm hsm)
{
    private static readonly byte[] Digest = SHA256.HashData("argus"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public async Task signs_what_its_public_half_verifies(int bits)
    {
        using var custody = hsm.Open();
        var made = await custody.CreateAsync(SoftHsm.Acme, bits, Cancellation);
        using var key = await custody.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);

        Assert.Equal(bits, made.PublicKey.Bits);
        Assert.True(Signs(key, made.PublicKey));
    }

    [Fact]
    public async Task never_leaves_the_token()
    {
        using var custody = hsm.Open();
        var made = await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation);
        using var key = await custody.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);

        var shown = await hsm.AskToolAsync("--list-objects", "--type", "privkey", "--id", Convert.ToHexStringLower(made.Handle.Span));
        Assert.Contains("sensitive, always sensitive, never extractable, local", shown, StringComparison.Ordinal);
        Assert.Contains($"label:      argus acme {made.PublicKey.Kid}", shown, StringComparison.Ordinal);
        Assert.Matches(@"Usage:\s+sign\s*\n", shown);
    }

    [Fact]
    public async Task opens_again_after_all_was_closed()
    {
        CustodyKey made;
        using (var custody = hsm.Open())
        {
            made = await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation);
            using var key = await custody.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);
            Assert.True(Signs(key, made.PublicKey));
        }

        using var later = hsm.Open();
        using var again = await later.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);
        Assert.True(Signs(again, made.PublicKey));
    }

    [Fact]
    public async Task is_refused_under_another_kid_or_tenant()
    {
        using var custody = hsm.Open();
        var (one, other) = (await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation), await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation));

        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(SoftHsm.Acme, KidOf(other), one.Handle, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(SoftHsm.Globex, KidOf(one), one.Handle, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(SoftHsm.Acme, KidOf(one), one.Handle[1..], Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.DestroyAsync(SoftHsm.Acme, KidOf(other), one.Handle, Cancellation));
        using var key = await custody.OpenAsync(SoftHsm.Acme, KidOf(one), one.Handle, Cancellation);
    }

    [Fact]
    public async Task is_gone_once_destroyed_and_may_be_destroyed_twice()
    {
        using var custody = hsm.Open();
        var (made, other) = (await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation), await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation));
        using var loaded = await custody.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);
        using var neighbour = await custody.OpenAsync(SoftHsm.Acme, KidOf(other), other.Handle, Cancellation);

        await custody.DestroyAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);
        await custody.DestroyAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);

        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation));
        Assert.Throws<CryptographicException>(() => Signs(loaded, made.PublicKey));
        Assert.True(Signs(neighbour, other.PublicKey));
        Assert.DoesNotContain(made.PublicKey.Kid, await hsm.AskToolAsync("--list-objects"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_never_one_that_was_made_outside()
    {
        using var custody = hsm.Open();
        using var outside = RSA.Create(2048);

        await Assert.ThrowsAsync<ImportNotPossibleException>(async () => await custody.ImportAsync(SoftHsm.Acme, outside, Cancellation));
        Assert.Null(await custody.WrappingKeyAsync(Cancellation));
    }

    [Fact]
    public async Task signs_for_sixteen_threads_at_once()
    {
        using var custody = hsm.Open();
        var made = await custody.CreateAsync(SoftHsm.Acme, 2048, Cancellation);
        using var key = await custody.OpenAsync(SoftHsm.Acme, KidOf(made), made.Handle, Cancellation);

        var threads = Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, 50).All(_ => Signs(key, made.PublicKey)), Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Assert.All(await Task.WhenAll(threads), Assert.True);
    }

    internal static Kid KidOf(CustodyKey key) => Kid.TryParse(key.PublicKey.Kid, out var kid) ? kid : throw new InvalidOperationException();

    /// <exception cref="CryptographicException">The token did not sign.</exception>
    internal static bool Signs(SigningKey key, RsaPublicJwk publicKey)
    {
        var signature = new byte[key.SignatureLength];
        key.SignHash(Digest, signature);
        using var verification = new VerificationKey(publicKey);
        return verification.VerifyHash(Digest, signature);
    }
}
