using System.Security.Cryptography;
using System.Text;
using Argus.Jose;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

/// <summary>One key of 2048 bits that nothing is wrong with, for a class of specs.</summary>
public sealed class SoundKey : IDisposable
{
    public RSA Rsa { get; } = RSA.Create(2048);

    internal RsaNumbers Numbers => Arithmetic.NumbersOf(Rsa);

    public void Dispose() => Rsa.Dispose();

    internal static void AssertTaken(RsaNumbers key)
    {
        Assert.True(ImportedKey.TryReadJwk(Encoding.UTF8.GetBytes(key.Jwk()), out var rsa, out var fault), fault.ToString());
        AssertSigns(rsa, key);
    }

    internal static void AssertSigns(RSA rsa, RsaNumbers key)
    {
        Assert.Equal(key.N, Arithmetic.Number(rsa.ExportParameters(includePrivateParameters: false).Modulus));

        // It takes the key over, and signs once to show that its halves belong together.
        using var signing = new SigningKey(rsa);
        Assert.Equal(Arithmetic.Text(key.N), signing.PublicJwk.N);
    }

    internal static void AssertRefused(PrivateKeyFault expected, RsaNumbers key) => AssertRefused(expected, key.Jwk());

    internal static void AssertRefused(PrivateKeyFault expected, string jwk)
    {
        Assert.False(ImportedKey.TryReadJwk(Encoding.UTF8.GetBytes(jwk), out var rsa, out var fault));
        Assert.Equal((expected, null), (fault, rsa));
    }
}
