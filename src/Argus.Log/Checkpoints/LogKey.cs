using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Log.Checkpoints;

/// <summary>One of a log's keys, and the part of the log that it signs for.</summary>
/// <param name="Rsa">Signs every checkpoint.</param>
/// <param name="Ed25519">Signs them too, where the node can.</param>
/// <param name="ActivatedAt">Whole seconds, as the event says.</param>
/// <param name="ActivatedPosition">Of <c>log_key.activated</c>.</param>
/// <param name="RetiredAt">Null while it signs.</param>
/// <param name="RetiredPosition">Of <c>log_key.retired</c>; null while it signs.</param>
public sealed record LogKey(
    TreeHeadKey Rsa, Ed25519NoteKey? Ed25519, DateTimeOffset ActivatedAt, long ActivatedPosition, DateTimeOffset? RetiredAt = null, long? RetiredPosition = null)
{
    /// <summary>RFC 7638's thumbprint of the RSA key.</summary>
    public string Kid => Thumbprint(Rsa.Parameters());

    /// <summary>Whether it signs a checkpoint of this size: it was activated before, and not retired before.</summary>
    public bool SignsAt(long size) => ActivatedPosition < size && !(RetiredPosition < size);

    internal static string Thumbprint(RSAParameters key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
        $$"""{"e":"{{Base64Url.EncodeToString(key.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(key.Modulus)}}"}""")));
}
