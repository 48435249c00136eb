using System.Security.Cryptography;
using System.Text;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

/// <summary>Whatever the bytes, there is an answer and no exception, and what is taken is a key whose numbers all fit.</summary>
public class Private_keys_of_any_bytes(SoundKey sound) : IClassFixture<SoundKey>
{
    [Fact]
    public void never_break_the_reading()
    {
        var random = new Xorshift(0x9FB21C651E98DF25);
        var jwk = Encoding.UTF8.GetBytes(sound.Numbers.Jwk(",\"alg\":\"RS256\",\"key_ops\":[\"sign\"],\"kid\":\"a\""));
        var (pkcs1, pkcs8) = (sound.Rsa.ExportRSAPrivateKey(), sound.Rsa.ExportPkcs8PrivateKey());
        var read = 0;

        for (var i = 0; i < 10_000; i++)
        {
            var faults = (PrivateKeyFault[])
            [
                RsaPrivateJwk.Read(random.Mutate(jwk), out _),
                RsaPrivateKeyDer.Read(random.Mutate(pkcs1), isPkcs1: true, out _),
                RsaPrivateKeyDer.Read(random.Mutate(pkcs8), isPkcs1: false, out _),
            ];

            read += faults.Count(fault => fault == PrivateKeyFault.None);
        }

        // Numbers that are wrong are still read here; if none were, this would be testing nothing.
        Assert.InRange(read, 1, 29_999);
    }

    [Fact]
    public void are_taken_for_no_other_key_than_the_one_they_were_made_from()
    {
        var random = new Xorshift(0xC2B2AE3D27D4EB4F);
        var jwk = Encoding.UTF8.GetBytes(sound.Numbers.Jwk());
        var pem = Encoding.ASCII.GetBytes(sound.Rsa.ExportPkcs8PrivateKeyPem());

        for (var i = 0; i < 300; i++)
        {
            Check(ImportedKey.TryReadJwk(random.Mutate(jwk), out var key, out var fault), key, fault);
            Check(ImportedKey.TryReadPem(Encoding.Latin1.GetString(random.Mutate(pem)), out key, out fault), key, fault);
        }
    }

    [Fact]
    public void are_refused_at_every_length_that_is_cut()
    {
        var jwk = Encoding.UTF8.GetBytes(sound.Numbers.Jwk());
        var pem = sound.Rsa.ExportPkcs8PrivateKeyPem();
        var der = sound.Rsa.ExportPkcs8PrivateKey();

        for (var i = 0; i < jwk.Length; i++) Assert.False(ImportedKey.TryReadJwk(jwk.AsSpan(0, i), out _, out _));
        for (var i = 0; i < pem.Length; i++) Assert.False(ImportedKey.TryReadPem(pem.AsSpan(0, i), out _, out _));
        for (var i = 0; i < der.Length; i++) Assert.Equal(PrivateKeyFault.BadDer, RsaPrivateKeyDer.Read(der.AsMemory(0, i), isPkcs1: false, out _));
    }

    [Fact]
    public void of_no_sense_at_all_are_refused()
    {
        var random = new Xorshift(0x165667B19E3779F9);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Below(400)];
            foreach (ref var b in bytes.AsSpan()) b = (byte)random.Below(256);

            Assert.False(ImportedKey.TryReadJwk(bytes, out _, out _));
            Assert.False(ImportedKey.TryReadPem(Encoding.Latin1.GetString(bytes), out _, out _));
            Assert.False(ImportedKey.TryReadPem($"-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String(bytes)}\n-----END PRIVATE KEY-----", out _, out _));
        }
    }

    private void Check(bool taken, RSA? key, PrivateKeyFault fault)
    {
        Assert.Equal((taken, taken), (fault == PrivateKeyFault.None, key is not null));
        if (key is not null) SoundKey.AssertSigns(key, sound.Numbers);
    }
}
