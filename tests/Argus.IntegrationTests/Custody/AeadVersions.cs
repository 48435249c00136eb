using System.Security.Cryptography;
using System.Text;

namespace Argus.IntegrationTests.Custody;

/// <summary>A symmetric key in versions, from 1 on: <c>nonce (12) || ciphertext || tag (16)</c>, AES-256-GCM.</summary>
internal sealed class AeadVersions
{
    private readonly List<byte[]> _versions = [RandomNumberGenerator.GetBytes(32)];

    public int Latest => _versions.Count;

    public void Rotate() => _versions.Add(RandomNumberGenerator.GetBytes(32));

    public byte[] Encrypt(int version, byte[] plaintext, string context = "")
    {
        var result = new byte[12 + plaintext.Length + 16];
        RandomNumberGenerator.Fill(result.AsSpan(0, 12));
        using var aes = new AesGcm(_versions[version - 1], 16);
        aes.Encrypt(result.AsSpan(0, 12), plaintext, result.AsSpan(12, plaintext.Length), result.AsSpan(12 + plaintext.Length), Encoding.UTF8.GetBytes(context));
        return result;
    }

    public byte[]? Decrypt(int version, ReadOnlySpan<byte> ciphertext, string context = "")
    {
        if (version < 1 || version > _versions.Count || ciphertext.Length < 28)
            return null;

        var plaintext = new byte[ciphertext.Length - 28];
        using var aes = new AesGcm(_versions[version - 1], 16);
        try
        {
            aes.Decrypt(ciphertext[..12], ciphertext[12..^16], ciphertext[^16..], plaintext, Encoding.UTF8.GetBytes(context));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
