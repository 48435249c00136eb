using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Authority.Families;

/// <summary>
/// A code or refresh token: <c>{kind}.{tenant}.{family}.{secret}</c>. What stands in front only says where to look; the secret is 256 random bits, and the
/// digest of the whole is all that is ever kept.
/// </summary>
public sealed class GrantToken
{
    private const int LongestLength = 256;

    private GrantToken(FamilyId family, string text)
    {
        Family = family;
        Text = text;
    }

    public FamilyId Family { get; }

    /// <summary>The whole, as its owner holds it.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of it, base64url.</summary>
    public string Digest => TextDigest.Of(Text);

    public static GrantToken New(GrantTokenKind kind, TenantId tenant, FamilyId family) =>
        new(family, $"{Prefix(kind)}{tenant}.{family}.{RandomSecret.New()}");

    /// <summary>The same for what may as well be an access token, which is longer: most often its length tells.</summary>
    public static GrantToken? Parse(GrantTokenKind kind, TenantId tenant, ReadOnlySpan<byte> text) =>
        text.Length <= LongestLength ? Parse(kind, tenant, Encoding.ASCII.GetString(text)) : null;

    /// <summary>Null if it cannot be one of this tenant's.</summary>
    public static GrantToken? Parse(GrantTokenKind kind, TenantId tenant, string text)
    {
        var start = $"{Prefix(kind)}{tenant}.";
        if (text.Length > LongestLength || !text.StartsWith(start, StringComparison.Ordinal))
            return null;
        var rest = text[start.Length..].Split('.');
        return rest is [var family, var secret] && FamilyId.TryParse(family, out var id) && RandomSecret.IsWellFormed(secret)
            ? new GrantToken(id, text)
            : null;
    }

    /// <summary>It is a secret.</summary>
    public override string ToString() => $"GrantToken({Family})";

    // The number is the format's: scanners of leaked secrets find it by the start.
    private static string Prefix(GrantTokenKind kind) => kind switch
    {
        GrantTokenKind.AuthorizationCode => "ac1.",
        GrantTokenKind.DeviceCode => "dc1.",
        GrantTokenKind.RefreshToken => "rt1.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>What a grant token is good for. One kind is never taken for another.</summary>
public enum GrantTokenKind
{
    AuthorizationCode,
    DeviceCode,
    RefreshToken,
}
