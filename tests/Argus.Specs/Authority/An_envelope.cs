using System.Security.Cryptography;
using Argus.Authority.Keys;

namespace Argus.Specs.Authority;

public class An_envelope
{
    private const string Context = "acme/kid";
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(2_400);

    private readonly SpecWrapper _provider = new();

    private Envelope Envelope => new(_provider);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task gives_back_what_was_put_in() => Assert.Equal(Secret, await Envelope.UnwrapAsync(await Wrap(), Context, Cancellation));

    [Fact]
    public async Task has_only_a_fresh_data_key_wrapped_by_the_provider()
    {
        var (one, two) = (await Wrap(), await Wrap());

        Assert.Equal([32, 32], _provider.Wrapped.Select(key => key.Length));
        Assert.Equal([Context, Context], _provider.Contexts);
        Assert.NotEqual(_provider.Wrapped[0], _provider.Wrapped[1]);
        Assert.NotEqual(one[^2_400..], two[^2_400..]);
    }

    [Fact]
    public async Task clears_the_data_key()
    {
        await Wrap();

        Assert.True(_provider.LastSeen.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public async Task does_not_open_in_another_context_even_if_the_provider_does_not_mind()
    {
        var wrapped = await Wrap();

        await Assert.ThrowsAsync<CustodyException>(async () => await Envelope.UnwrapAsync(wrapped, "other/kid", Cancellation));
    }

    [Fact]
    public async Task notices_every_byte_that_changed()
    {
        var wrapped = await Wrap();
        for (var i = 0; i < 120; i++)
        {
            byte[] changed = [.. wrapped];
            changed[i] ^= 0x01;
            await Assert.ThrowsAsync<CustodyException>(async () => await Envelope.UnwrapAsync(changed, Context, Cancellation));
        }
    }

    [Fact]
    public async Task does_not_open_in_part()
    {
        var wrapped = await Wrap();
        foreach (var length in Enumerable.Range(0, 100).Append(wrapped.Length - 1))
            await Assert.ThrowsAsync<CustodyException>(async () => await Envelope.UnwrapAsync(wrapped.AsMemory(0, length), Context, Cancellation));
    }

    [Fact]
    public async Task of_another_data_key_does_not_open()
    {
        byte[] mixed = [.. (await Wrap())[..47], .. (await Wrap())[47..]];

        await Assert.ThrowsAsync<CustodyException>(async () => await Envelope.UnwrapAsync(mixed, Context, Cancellation));
    }

    [Fact]
    public async Task keeps_its_data_key_when_it_is_wrapped_anew()
    {
        var wrapped = await Wrap();
        Assert.Null(await Envelope.RewrapAsync(wrapped, Context, Cancellation));
        _provider.Version = 2;

        var anew = await Envelope.RewrapAsync(wrapped, Context, Cancellation);

        Assert.Equal(wrapped[^2_400..], anew![^2_400..]);
        Assert.Equal(Secret, await Envelope.UnwrapAsync(anew, Context, Cancellation));
        Assert.Null(await Envelope.RewrapAsync(anew, Context, Cancellation));
        Assert.Equal("2", await Envelope.WrappingKeyAsync(Cancellation));
    }

    private async Task<byte[]> Wrap() => await Envelope.WrapAsync(Secret, Context, Cancellation);
}
