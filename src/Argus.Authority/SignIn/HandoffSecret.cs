using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Handoffs;

namespace Argus.Authority.SignIn;

/// <summary>A challenge or a verifier: <c>{handoff}.{secret}</c>. The first says where to look; the secret is 256 random bits, of which only a digest is kept.</summary>
public sealed class HandoffSecret
{
    private const int SecretLength = 43;

    private readonly string _secret;

    private HandoffSecret(HandoffId handoff, string secret)
    {
        Handoff = handoff;
        _secret = secret;
    }

    public HandoffId Handoff { get; }

    /// <summary>The whole, as its owner holds it.</summary>
    public string Text => $"{Handoff}.{_secret}";

    /// <summary>SHA-256 of the secret, base64url.</summary>
    public string Digest => DigestOf(_secret);

    public static HandoffSecret New(HandoffId handoff) => new(handoff, NewSecret());

    /// <summary>Null if it can be none.</summary>
    public static HandoffSecret? Parse(string? text) =>
        text?.Split('.') is [var id, { Length: SecretLength } secret] && HandoffId.TryParse(id, out var handoff) && Base64Url.IsValid(secret)
            ? new HandoffSecret(handoff, secret)
            : null;

    /// <summary>Whether this is what the digest was made of.</summary>
    public bool IsOf(string? digest) => AreEqual(digest, Digest);

    /// <summary>256 random bits, base64url.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string DigestOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool AreEqual(string? expected, string digest) =>
        expected is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(digest));

    /// <summary>It is a secret.</summary>
    public override string ToString() => $"HandoffSecret({Handoff})";
}
