using System.Security.Cryptography;
using Argus.Authority.Keys;

namespace Argus.Specs.Authority;

public class A_key_encryption_key
{
    private const string Context = "acme/kid";
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(1_200);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size);

    private KeyEncryptionKey Kek => new(_key);

    [Fact]
    public void unwraps_what_it_wrapped() => Assert.Equal(Secret, Kek.Unwrap(Kek.Wrap(Secret, Context), Context));

    [Fact]
    public void never_wraps_twice_alike_and_shows_nothing()
    {
        var (one, two) = (Kek.Wrap(Secret, Context), Kek.Wrap(Secret, Context));

        Assert.NotEqual(one, two);
        Assert.NotEqual(one[9..21], two[9..21]);
        Assert.Equal(-1, one.AsSpan().IndexOf(Secret.AsSpan(0, 8)));
    }

    [Fact]
    public void does_not_unwrap_what_another_key_wrapped() =>
        Assert.Throws<CustodyException>(() => new KeyEncryptionKey(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)).Unwrap(Kek.Wrap(Secret, Context), Context));

    [Theory]
    [InlineData("other/kid")]
    [InlineData("acme/other")]
    [InlineData("acme/kid ")]
    [InlineData("")]
    public void does_not_unwrap_in_another_context(string context) => Assert.Throws<CustodyException>(() => Kek.Unwrap(Kek.Wrap(Secret, Context), context));

    [Fact]
    public void notices_every_byte_that_changed()
    {
        var wrapped = Kek.Wrap(Secret, Context);
        for (var i = 0; i < wrapped.Length; i++)
        {
            byte[] changed = [.. wrapped];
            changed[i] ^= 0x01;
            Assert.Throws<CustodyException>(() => Kek.Unwrap(changed, Context));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(36)]
    [InlineData(37)]
    [InlineData(1_236)]
    public void does_not_unwrap_a_part(int length) => Assert.Throws<CustodyException>(() => Kek.Unwrap(Kek.Wrap(Secret, Context).AsSpan(0, length), Context));

    [Fact]
    public void names_itself_in_what_it_wraps_and_so_shows_nothing_of_itself()
    {
        Assert.Equal(16, Kek.Id.Length);
        Assert.Equal(Kek.Id, Convert.ToHexStringLower(Kek.Wrap(Secret, Context).AsSpan(1, 8)));
        Assert.NotEqual(new KeyEncryptionKey(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)).Id, Kek.Id);
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData(_key).AsSpan(0, 8)), Kek.Id);
    }

    [Fact]
    public void unwraps_what_the_first_release_wrapped_in_its_context_alone()
    {
        var wrapped = FirstRelease.Wrap(_key, Secret, Context);

        Assert.Equal(Secret, Kek.Unwrap(wrapped, Context));
        Assert.Throws<CustodyException>(() => Kek.Unwrap(wrapped, "acme/other"));
        Assert.Throws<CustodyException>(() => Kek.Unwrap(wrapped.AsSpan(0, 20), Context));
    }
}
