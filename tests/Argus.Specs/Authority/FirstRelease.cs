using System.Security.Cryptography;
using System.Text;

namespace Argus.Specs.Authority;

/// <summary>Wraps as the first release did: <c>1 || nonce (12) || tag (16) || ciphertext</c>, the context alone authenticated.</summary>
internal static class FirstRelease
{
    public static byte[] Wrap(byte[] key, byte[] secret, string context)
    {
        var wrapped = new byte[29 + secret.Length];
        wrapped[0] = 1;
        RandomNumberGenerator.Fill(wrapped.AsSpan(1, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(wrapped.AsSpan(1, 12), secret, wrapped.AsSpan(29), wrapped.AsSpan(13, 16), Encoding.UTF8.GetBytes(context));
        return wrapped;
    }
}
