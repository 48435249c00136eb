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
        Assert.NotEqual(one[1..13], two[1..13]);
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
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(1_228)]
    public void does_not_unwrap_a_part(int length) => Assert.Throws<CustodyException>(() => Kek.Unwrap(Kek.Wrap(Secret, Context).AsSpan(0, length), Context));
}
