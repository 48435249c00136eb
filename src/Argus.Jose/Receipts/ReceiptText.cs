using System.Buffers;

namespace Argus.Jose.Receipts;

/// <summary>The texts of receipts: short, and of characters that need no care anywhere.</summary>
public static class ReceiptText
{
    private const int MaxIdentifierLength = 48;
    private const int MaxReasonLength = 32;
    private const int DigestLength = 43;

    private static readonly SearchValues<char> InReason = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");
    private static readonly SearchValues<char> InBase64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>A <c>jti</c> as receipts have it: cut to 48 characters, with <c>?</c> for each that is not visible ASCII, a quote or a backslash.</summary>
    public static string Of(string jti)
    {
        ArgumentNullException.ThrowIfNull(jti);
        var text = jti.Length > MaxIdentifierLength ? jti[..MaxIdentifierLength] : jti;
        return IsIdentifier(text) ? text : new string([.. text.Select(each => IsPlain(each) ? each : '?')]);
    }

    public static bool IsIdentifier(string text) => text is { Length: > 0 and <= MaxIdentifierLength } && text.All(IsPlain);

    public static bool IsReason(string text) => text is { Length: > 0 and <= MaxReasonLength } && !text.AsSpan().ContainsAnyExcept(InReason);

    public static bool IsDigest(string text) => IsBase64Url(text, DigestLength);

    public static bool IsVerifier(string text) => IsBase64Url(text, ReceiptBatch.VerifierLength);

    private static bool IsBase64Url(string text, int length) => text?.Length == length && !text.AsSpan().ContainsAnyExcept(InBase64Url);

    private static bool IsPlain(char each) => each is > ' ' and <= '~' and not ('"' or '\\');
}
