using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority;

/// <summary>What custody of wrapped keys sees to, whatever wraps them.</summary>
public class A_wrapped_private_half
{
    private static readonly TenantId Tenant = Domain.Samples.Acme;

    private readonly SpecWrapper _wrapper = new();

    private WrappedKeyCustody Custody => new(new Envelope(_wrapper));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task of_an_imported_key_opens_as_that_key()
    {
        using var rsa = RSA.Create(3072);
        var taken = await Custody.ImportAsync(Tenant, rsa, Cancellation);

        using var opened = await Custody.OpenAsync(Tenant, TextId.Parse<Kid>(taken.PublicKey.Kid), taken.Handle, Cancellation);

        Assert.Equal(Argus.Jose.RsaPublicJwk.FromRsa(rsa).N, opened.PublicJwk.N);
        Assert.Equal("spec", Custody.Name);
    }

    [Fact]
    public async Task of_another_key_is_refused_though_its_wrapping_says_that_it_is_this_one()
    {
        using var rsa = RSA.Create(2048);
        var handle = await new Envelope(_wrapper).WrapAsync(rsa.ExportPkcs8PrivateKey(), $"{Tenant}/{Domain.Samples.Kid}", Cancellation);

        var fault = await Assert.ThrowsAsync<CustodyException>(async () => await Custody.OpenAsync(Tenant, Domain.Samples.Kid, handle, Cancellation));

        Assert.Contains("another key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_200)]
    public async Task that_is_no_key_is_refused(int length)
    {
        var handle = await new Envelope(_wrapper).WrapAsync(new byte[length], $"{Tenant}/{Domain.Samples.Kid}", Cancellation);

        await Assert.ThrowsAsync<CustodyException>(async () => await Custody.OpenAsync(Tenant, Domain.Samples.Kid, handle, Cancellation));
    }

    [Fact]
    public async Task that_cannot_be_opened_again_is_not_given_out()
    {
        var custody = new WrappedKeyCustody(new WritesOnly());

        await Assert.ThrowsAsync<CustodyException>(async () => await custody.CreateAsync(Tenant, 2048, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.RewrapAsync(Tenant, Domain.Samples.Kid, new byte[8], Cancellation));
    }

    [Fact]
    public async Task has_nothing_to_destroy_but_what_the_store_holds()
    {
        var made = await Custody.CreateAsync(Tenant, 2048, Cancellation);
        var kid = TextId.Parse<Kid>(made.PublicKey.Kid);

        await Custody.DestroyAsync(Tenant, kid, made.Handle, Cancellation);
        await Custody.DestroyAsync(Tenant, kid, made.Handle, Cancellation);

        (await Custody.OpenAsync(Tenant, kid, made.Handle, Cancellation)).Dispose();
    }

    private sealed class WritesOnly : IKeyWrapper
    {
        public string Name => "writes-only";

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation) => ValueTask.FromResult(new byte[8]);

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation) => throw new CustodyException("may not");

        public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>(null);

        public ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation) => ValueTask.FromResult<byte[]?>(new byte[8]);
    }
}
