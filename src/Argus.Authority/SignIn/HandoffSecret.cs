using Argus.Domain.Handoffs;
using Argus.Domain.Kernel;

namespace Argus.Authority.SignIn;

/// <summary>A challenge or a verifier: <c>{handoff}.{secret}</c>. The first says where to look; the secret is 256 random bits, of which only a digest is kept.</summary>
public sealed class HandoffSecret
{
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
    public string Digest => TextDigest.Of(_secret);

    public static HandoffSecret New(HandoffId handoff) => new(handoff, RandomSecret.New());

    /// <summary>Null if it can be none.</summary>
    public static HandoffSecret? Parse(string? text) =>
        text?.Split('.') is [var id, var secret] && HandoffId.TryParse(id, out var handoff) && RandomSecret.IsWellFormed(secret)
            ? new HandoffSecret(handoff, secret)
            : null;

    /// <summary>Whether this is what the digest was made of.</summary>
    public bool IsOf(string? digest) => TextDigest.AreEqual(digest, Digest);

    /// <summary>It is a secret.</summary>
    public override string ToString() => $"HandoffSecret({Handoff})";
}
